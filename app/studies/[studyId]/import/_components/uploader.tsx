'use client';

import { Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { formatBytes } from '@/app/_components/format';
import { type UploadState, uploadFile } from './upload-file';

/** Takes files, streams each to the server, and hands over to the import's own progress. */
export function Uploader({ studyId }: { studyId: string }) {
  const conditionId = useId();
  const filesId = useId();
  const router = useRouter();
  const [condition, setCondition] = useState('');
  const [over, setOver] = useState(false);
  const [folders, setFolders] = useState<string[]>([]);
  const [uploads, setUploads] = useState<UploadState[]>([]);

  const take = async (files: File[]) => {
    for (const file of files) {
      const key = `${file.name} ${file.size} ${file.lastModified} ${uploads.length}`;
      const show = (state: UploadState) =>
        setUploads((all) => [...all.filter((u) => u.key !== state.key), state]);
      const end = await uploadFile({ key, file, studyId, condition: condition.trim() }, show);
      if (end.importId && files.length === 1) router.push(`/studies/${studyId}/import/${end.importId}`);
    }
    router.refresh();
  };

  /** A browser hands a folder over as a file that cannot be read: it is named instead of sent. */
  const drop = (data: DataTransfer) => {
    const entries = [...data.items].map((item) => item.webkitGetAsEntry());
    setFolders(entries.flatMap((e) => (e?.isDirectory ? [e.name] : [])));
    return take([...data.files].filter((_, i) => !entries[i]?.isDirectory));
  };

  return (
    <div className="space-y-3">
      <div className="max-w-96">
        <label htmlFor={conditionId} className="field-label">
          Condition (optional)
        </label>
        <input
          id={conditionId}
          className="field w-full"
          value={condition}
          onChange={(e) => setCondition(e.target.value)}
          placeholder="proposed from the logs when empty"
        />
      </div>
      <label
        htmlFor={filesId}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault();
          setOver(false);
          void drop(e.dataTransfer);
        }}
        className={`block cursor-pointer rounded-lg border border-dashed px-4 py-9 sm:px-6 text-center has-focus-visible:outline-2 has-focus-visible:outline-accent ${over ? 'border-accent bg-accent-soft' : 'border-line-strong hover:border-text-faint'}`}
      >
        <Upload className="mx-auto size-5 text-muted" aria-hidden="true" />
        <span className="mt-2 block font-medium">Drop files here, or choose them</span>
        <span className="mt-0.5 block text-muted">
          .zip, .tar.gz and .tgz archives of run folders, or single files: result.json, trajectories, .pkl
          pools, reports, JSONL
        </span>
        <input
          id={filesId}
          type="file"
          multiple
          className="sr-only"
          onChange={(e) => {
            const files = [...(e.target.files ?? [])];
            e.target.value = '';
            void take(files);
          }}
        />
      </label>
      {folders.map((name) => (
        <ProblemState
          key={name}
          title={`${name} is a folder`}
          message="A browser cannot send a folder as it is."
          hint="Import it with the command below, or drop it as a .zip or .tar.gz archive."
        />
      ))}
      <ul className="space-y-2" aria-live="polite">
        {uploads.map((u) =>
          u.problem ? (
            <li key={u.key}>
              <ProblemState
                title={`${u.name} was not uploaded`}
                message={u.problem.message}
                hint={u.problem.hint}
              />
            </li>
          ) : (
            <li key={u.key} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
              <span className="min-w-0 flex-1 truncate">{u.name}</span>
              <span className="tabular text-muted">
                {u.importId ? 'uploaded' : `${formatBytes(u.sent)} of ${formatBytes(u.size)}`}
              </span>
              <progress
                className="h-1.5 w-40 accent-accent"
                value={u.sent}
                max={Math.max(1, u.size)}
                aria-label={`Upload of ${u.name}`}
              />
            </li>
          ),
        )}
      </ul>
    </div>
  );
}
