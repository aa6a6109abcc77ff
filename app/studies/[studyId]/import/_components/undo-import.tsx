'use client';

import { useRef, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { JobProgress } from '@/app/_components/job-progress';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { JobRow } from '@/lib/queries/jobs';

/** Takes an import back, after asking. */
export function UndoImport({ importId, label }: { importId: string; label: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [job, setJob] = useState<JobRow | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const undo = async () => {
    const answer = await sendJson<{ job: JobRow }>('POST', `/api/v1/imports/${importId}/undo`, {});
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setJob(answer.value.job);
  };
  return (
    <>
      <button type="button" className="button" onClick={() => dialog.current?.showModal()}>
        Undo this import
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="undo-title"
        className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-lg border border-line bg-raised p-5 text-ink backdrop:bg-black/40"
      >
        <h2 id="undo-title">Undo this import?</h2>
        <p className="mt-1 break-words text-muted">
          What <span className="break-all">{label}</span> added is removed, and what it changed becomes what
          it was. What a later import holds as well stays. The files themselves are not touched.
        </p>
        {problem ? (
          <div className="mt-3">
            <ProblemState title="It was not undone" message={problem.message} hint={problem.hint} />
          </div>
        ) : null}
        <div className="mt-4">
          {job ? (
            <JobProgress key={job.id} job={job} onEnd="refresh" />
          ) : (
            <div className="flex flex-wrap gap-2">
              <button type="button" className="button button-primary" onClick={() => void undo()}>
                Undo it
              </button>
              <button type="button" className="button" onClick={() => dialog.current?.close()}>
                Keep it
              </button>
            </div>
          )}
        </div>
      </dialog>
    </>
  );
}
