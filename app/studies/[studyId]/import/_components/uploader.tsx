'use client';

import { Upload } from 'lucide-react';
import { useId, useState } from 'react';
import { droppedFiles, givenFile, givenFolder } from './dropped-files';
import { TransferList } from './transfer-list';
import { useTransfers } from './use-transfers';

/** An attribute that every browser knows and that has no type. */
const chooseFolders = { webkitdirectory: '' };

/** Takes files and whole folders, and sends them in pieces that outlast a broken connection. */
export function Uploader({
  onArrived,
}: {
  onArrived: (files: { artefact: string; name: string }[]) => void;
}) {
  const filesId = useId();
  const folderId = useId();
  const [over, setOver] = useState(false);
  const { shown, send, ...controls } = useTransfers(onArrived);
  return (
    <div className="space-y-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut; the two choosers inside are reachable by keyboard */}
      <div
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault();
          setOver(false);
          void droppedFiles(e.dataTransfer).then(send);
        }}
        className={`rounded-lg border border-dashed px-4 py-8 text-center sm:px-6 ${over ? 'border-accent bg-accent-soft' : 'border-line-strong'}`}
      >
        <Upload className="mx-auto size-5 text-muted" aria-hidden="true" />
        <p className="mt-2 font-medium">
          Drop files or folders here, or choose{' '}
          <label htmlFor={filesId} className="link cursor-pointer has-focus-visible:outline-2">
            files
            <input
              id={filesId}
              type="file"
              multiple
              aria-label="Choose files"
              className="sr-only"
              onChange={(e) => {
                const files = [...(e.target.files ?? [])].map(givenFile);
                e.target.value = '';
                void send(files);
              }}
            />
          </label>{' '}
          or{' '}
          <label htmlFor={folderId} className="link cursor-pointer has-focus-visible:outline-2">
            a folder
            <input
              id={folderId}
              type="file"
              multiple
              aria-label="Choose a folder"
              className="sr-only"
              {...chooseFolders}
              onChange={(e) => {
                const files = [...(e.target.files ?? [])].map((file) => ({
                  path: file.webkitRelativePath,
                  file,
                }));
                e.target.value = '';
                if (files.length > 0) void send([givenFolder(files)]);
              }}
            />
          </label>
        </p>
        <p className="mx-auto mt-0.5 max-w-prose text-muted">
          Run folders and their .zip, .tar.gz and .tgz archives, trajectories, reports, .eval logs, memory
          pools, tables. Uploads of any size; choose the same file again to go on with one that was broken
          off.
        </p>
      </div>
      <TransferList transfers={shown} controls={controls} />
    </div>
  );
}
