'use client';

import { useState } from 'react';
import { JobProgress } from '@/app/_components/job-progress';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { JobRow } from '@/lib/queries/jobs';

/** Takes back what a generation wrote, after asking. Kept answers stay: making it anew costs nothing. */
export function TakeBack({ importId }: { importId: string }) {
  const [asking, setAsking] = useState(false);
  const [job, setJob] = useState<JobRow | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const undo = async () => {
    const answer = await sendJson<{ job: JobRow }>('POST', `/api/v1/imports/${importId}/undo`, {});
    setProblem(answer.ok ? null : answer.problem);
    setAsking(false);
    if (answer.ok) setJob(answer.value.job);
  };
  if (job) return <JobProgress key={job.id} job={job} onEnd="refresh" />;
  return (
    <>
      {problem ? <span className="text-xs text-bad">{problem.message}</span> : null}
      {asking ? (
        <>
          <span className="text-muted">Remove its memories and verdicts?</span>
          <button type="button" className="button" onClick={() => void undo()}>
            Remove
          </button>
          <button type="button" className="button" onClick={() => setAsking(false)}>
            Keep
          </button>
        </>
      ) : (
        <button type="button" className="button" onClick={() => setAsking(true)}>
          Take back
        </button>
      )}
    </>
  );
}
