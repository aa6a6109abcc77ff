'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { JobProgress } from '@/app/_components/job-progress';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { JobRow } from '@/lib/queries/jobs';
import type { ComparisonQuestion } from '@/lib/queries/map-comparisons';
import { NumberInput } from '../../_components/number-input';

interface Props {
  studyId: string;
  question: ComparisonQuestion;
  /** Work on this question that has not ended well yet. */
  job: JobRow | null;
  again: boolean;
}

/** Compares the chosen maps, and shows how far that is. */
export function ComparisonStart({ studyId, question, job: newest, again }: Props) {
  const router = useRouter();
  const [job, setJob] = useState<JobRow | null>(newest);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async (form: FormData) => {
    const asked = {
      ...question,
      neighbors: Number(form.get('neighbors')),
      seed: Number(form.get('seed')),
    };
    const answer = await sendJson<{ job: JobRow }>(
      'POST',
      `/api/v1/studies/${studyId}/map-comparisons`,
      asked,
    );
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setJob(answer.value.job);
    const next = new URLSearchParams(window.location.search);
    for (const name of ['left', 'right', 'neighbors', 'seed'] as const) next.set(name, String(asked[name]));
    router.replace(`${window.location.pathname}?${next}`, { scroll: false });
    router.refresh();
  };
  return (
    <div className="space-y-3">
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(e) => {
          e.preventDefault();
          void start(new FormData(e.currentTarget));
        }}
      >
        <NumberInput
          label="Neighbours"
          name="neighbors"
          min={1}
          max={200}
          defaultValue={question.neighbors}
        />
        <NumberInput label="Seed" name="seed" defaultValue={question.seed} />
        <button type="submit" className={again ? 'button' : 'button button-primary'}>
          {again ? 'Compare again' : 'Compare'}
        </button>
      </form>
      {job ? <JobProgress key={job.id} job={job} onEnd="refresh" /> : null}
      {problem ? (
        <ProblemState title="The comparison was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </div>
  );
}
