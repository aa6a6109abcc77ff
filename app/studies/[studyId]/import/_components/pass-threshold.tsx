'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';

/** From which reward on a trial counts as passed. */
export function PassThreshold({ studyId, value }: { studyId: string; value: number }) {
  const id = useId();
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={async (e) => {
        e.preventDefault();
        const passThreshold = Number(new FormData(e.currentTarget).get('threshold'));
        const answer = await sendJson('PATCH', `/api/v1/studies/${studyId}`, { passThreshold });
        setProblem(answer.ok ? null : answer.problem);
        router.refresh();
      }}
    >
      <div>
        <label htmlFor={id} className="field-label">
          A trial passes at a reward of at least
        </label>
        <input
          id={id}
          name="threshold"
          type="number"
          step="any"
          required
          className="field w-full"
          defaultValue={value}
          key={value}
        />
      </div>
      <button type="submit" className="button">
        Save
      </button>
      {problem ? <span className="text-bad">{problem.message}</span> : null}
    </form>
  );
}
