'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { formatCount } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { JobRow } from '@/lib/queries/jobs';

/** Starts to sort the insights that have no kind yet. */
export function ClassifyForm({
  studyId,
  left,
  model: offered,
  ready,
}: {
  studyId: string;
  left: number;
  model: string;
  ready: boolean;
}) {
  const router = useRouter();
  const [model, setModel] = useState(offered);
  const [budget, setBudget] = useState('');
  const [job, setJob] = useState<JobRow | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async () => {
    const answer = await sendJson<{ job: JobRow }>('POST', `/api/v1/studies/${studyId}/meta-knowledge`, {
      model: model.trim(),
      ...(budget.trim() ? { budgetTokens: Number(budget) } : {}),
    });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setJob(answer.value.job);
    router.refresh();
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(e) => {
        e.preventDefault();
        void start();
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <label className="block">
          <span className="field-label">Language model</span>
          <input
            className="field w-56"
            value={model}
            placeholder="as the service names it"
            maxLength={200}
            onChange={(e) => setModel(e.target.value)}
          />
        </label>
        <label className="block">
          <span className="field-label">Budget in tokens</span>
          <input
            className="field w-28"
            inputMode="numeric"
            placeholder="none"
            value={budget}
            onChange={(e) => setBudget(e.target.value)}
          />
        </label>
        <button type="submit" className="button" disabled={!ready || left === 0 || model.trim() === ''}>
          Sort {formatCount(left)} {left === 1 ? 'insight' : 'insights'}
        </button>
        {ready ? null : <p className="text-muted">This needs a language model, and none is set up.</p>}
      </div>
      {job ? <JobProgress key={job.id} job={job} onEnd="refresh" /> : null}
      {problem ? (
        <ProblemState title="This was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </form>
  );
}
