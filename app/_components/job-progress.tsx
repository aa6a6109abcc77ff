'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { JobRow } from '@/lib/queries/jobs';
import { ProblemState } from './empty-state';
import { importRates } from './import-rates';
import { type Problem, sendJson } from './send-json';

const endedStates = new Set(['done', 'failed', 'cancelled']);

type VisibleJob = Pick<
  JobRow,
  'id' | 'state' | 'progress' | 'message' | 'error' | 'cancelRequested' | 'result'
>;

/** Follows a job until it has ended; `runs` counts how often it was started again from here. */
function useJob(initial: VisibleJob, runs: number, onEnd: () => void): VisibleJob {
  const [job, setJob] = useState(initial);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stream is opened for another job or another run of it
  useEffect(() => {
    setJob(
      runs === 0
        ? initial
        : { ...initial, state: 'queued', progress: null, error: null, cancelRequested: null, result: null },
    );
    if (runs === 0 && endedStates.has(initial.state)) return;
    const events = new EventSource(`/api/v1/jobs/${initial.id}/events`);
    events.addEventListener('job', (e) => {
      const next = JSON.parse((e as MessageEvent<string>).data) as VisibleJob;
      setJob(next);
      if (!endedStates.has(next.state)) return;
      events.close();
      onEnd();
    });
    return () => events.close();
  }, [initial.id, initial.state, runs]);
  return job;
}

/** A job's progress, live, with the ways to end it or to try again. */
export function JobProgress({
  job: initial,
  onEnd,
  compact = false,
}: {
  job: VisibleJob;
  onEnd?: 'refresh';
  compact?: boolean;
}) {
  const router = useRouter();
  const [runs, setRuns] = useState(0);
  const job = useJob(initial, runs, () => {
    if (onEnd === 'refresh') router.refresh();
  });
  const [asked, setAsked] = useState<'cancel' | 'retry' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const post = async (verb: 'cancel' | 'retry') => {
    setAsked(verb);
    const answer = await sendJson('POST', `/api/v1/jobs/${job.id}/${verb}`, {});
    setProblem(answer.ok ? null : answer.problem);
    // A running job ends at its next step: until then the button keeps saying so.
    if (!answer.ok || verb === 'retry') setAsked(null);
    if (answer.ok && verb === 'retry') setRuns(runs + 1);
    router.refresh();
  };
  const refused = problem ? <p className="mt-1 text-xs text-bad">{problem.message}</p> : null;
  const ending = asked === 'cancel' || job.cancelRequested !== null;
  const counts = job.state === 'running' ? importRates(job.result?.progress) : null;
  const percent = job.progress === null ? null : Math.round(job.progress * 100);

  if (job.state === 'failed' || job.state === 'cancelled') {
    return (
      <ProblemState
        title={job.state === 'failed' ? 'This did not work' : 'Cancelled'}
        message={job.error?.message ?? ''}
        hint={job.error?.hint}
      >
        <button
          type="button"
          className="button mt-2"
          disabled={asked === 'retry'}
          onClick={() => post('retry')}
        >
          Try again
        </button>
        {refused}
      </ProblemState>
    );
  }
  if (job.state === 'done') {
    return compact ? (
      <span className="text-good">done</span>
    ) : (
      <p className="text-good">Done. {job.message === 'Done' ? '' : job.message}</p>
    );
  }
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <div
          role="progressbar"
          aria-label="Progress"
          aria-valuemin={0}
          aria-valuemax={100}
          {...(percent === null ? {} : { 'aria-valuenow': percent })}
          className="h-1.5 overflow-hidden rounded-full bg-sunken"
        >
          <div
            className={`h-full rounded-full bg-accent transition-[width] ${percent === null ? 'w-1/4 animate-pulse' : ''}`}
            style={percent === null ? {} : { width: `${percent}%` }}
          />
        </div>
        <p aria-live="polite" className="mt-1 truncate text-xs text-muted">
          {percent === null ? '' : `${percent} % · `}
          {job.message || (job.state === 'queued' ? 'Waiting to start' : 'Working')}
        </p>
        {counts ? <p className="tabular truncate text-xs text-muted">{counts}</p> : null}
        {refused}
      </div>
      <button type="button" className="button" disabled={ending} onClick={() => post('cancel')}>
        {ending ? 'Cancelling' : 'Cancel'}
      </button>
    </div>
  );
}
