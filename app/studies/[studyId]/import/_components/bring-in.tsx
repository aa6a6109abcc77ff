'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import type { Problem } from '@/app/_components/send-json';
import type { ImportSource } from '@/db/schema';
import { beginImport } from './begin-import';
import { FolderForm } from './folder-form';
import { Uploader } from './uploader';

/** The ways to bring files in, and whether to be asked what they mean first. */
export function BringIn({ studyId }: { studyId: string }) {
  const conditionId = useId();
  const router = useRouter();
  const [condition, setCondition] = useState('');
  const [lookFirst, setLookFirst] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);
  const begin = async (sources: ImportSource[]) => {
    const answer = await beginImport(studyId, { sources, condition }, lookFirst);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) router.push(answer.value);
  };
  return (
    <div className="space-y-4">
      <Uploader onArrived={(files) => void begin(files.map((file) => ({ kind: 'upload', ...file })))} />
      <FolderForm onGiven={(path) => begin([{ kind: 'folder', path }])} />
      {problem ? (
        <ProblemState title="The import did not start" message={problem.message} hint={problem.hint} />
      ) : null}
      <details>
        <summary className="text-sm text-muted">Options</summary>
        <div className="mt-3 space-y-3">
          <label className="flex items-start gap-2">
            <input
              type="checkbox"
              className="mt-0.5 size-4 accent-accent"
              checked={lookFirst}
              onChange={(e) => setLookFirst(e.target.checked)}
            />
            <span>
              Look through it first
              <span className="block text-xs text-muted">
                Shows which conditions the logs propose, before anything is written.
              </span>
            </span>
          </label>
          <div className="max-w-96">
            <label htmlFor={conditionId} className="field-label">
              One condition for every trial in it
            </label>
            <input
              id={conditionId}
              className="field w-full"
              value={condition}
              onChange={(e) => setCondition(e.target.value)}
              placeholder="proposed from the logs when empty"
            />
          </div>
        </div>
      </details>
    </div>
  );
}
