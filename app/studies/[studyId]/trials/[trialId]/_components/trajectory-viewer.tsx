'use client';

import { useEffect, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import type { StepsPage } from '@/lib/queries/trials';
import { StepView } from './step-view';

const stepsPerRead = 50;

interface Props {
  trialId: string;
  first: StepsPage;
  subagent: number | null;
  highlighted: number | null;
}

/** The steps of a trajectory, read as far as the reader goes. j and k move from step to step. */
export function TrajectoryViewer({ trialId, first, subagent, highlighted }: Props) {
  const [steps, setSteps] = useState(first.steps);
  const [start, setStart] = useState(first.from);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const end = start + steps.length;

  const read = async (from: number, count: number): Promise<StepsPage['steps']> => {
    const query = new URLSearchParams({ from: String(from), count: String(count) });
    if (subagent !== null) query.set('subagent', String(subagent));
    setBusy(true);
    try {
      const response = await fetch(`/api/v1/trials/${trialId}/steps?${query}`);
      const answer = (await response.json()) as StepsPage & { error?: { message: string } };
      if (!response.ok) throw new Error(answer.error?.message ?? `status ${response.status}`);
      setProblem(null);
      return answer.steps;
    } catch (error) {
      setProblem((error as Error).message);
      return [];
    } finally {
      setBusy(false);
    }
  };

  useEffect(() => {
    if (highlighted !== null) document.getElementById(`step-${highlighted}`)?.scrollIntoView();
  }, [highlighted]);

  useEffect(() => {
    const move = (e: KeyboardEvent) => {
      const typing = e.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
      if (typing || e.metaKey || e.ctrlKey || e.altKey || (e.key !== 'j' && e.key !== 'k')) return;
      const all = [...document.querySelectorAll<HTMLElement>('[data-step]')];
      const here = all.findIndex((el) => el.getBoundingClientRect().top > 8);
      const at = here < 0 ? all.length : here;
      const next =
        all[e.key === 'j' ? ((all[at]?.getBoundingClientRect().top ?? 0) < 40 ? at + 1 : at) : at - 1];
      next?.scrollIntoView({ block: 'start' });
      next?.focus({ preventScroll: true });
    };
    document.addEventListener('keydown', move);
    return () => document.removeEventListener('keydown', move);
  }, []);

  return (
    <section aria-label="Trajectory" className="space-y-3">
      <p className="text-xs text-muted">
        Steps {first.total === 0 ? 0 : start + 1} to {end} of {first.total}. Press j and k to move between
        steps.
      </p>
      {start > 0 ? (
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={async () => {
            const from = Math.max(0, start - stepsPerRead);
            const earlier = await read(from, start - from);
            if (earlier.length === 0) return;
            setSteps([...earlier, ...steps]);
            setStart(start - earlier.length);
          }}
        >
          Earlier steps
        </button>
      ) : null}
      <ol className="space-y-3">
        {steps
          .map((step, i) => ({ step, number: start + i + 1 }))
          .map(({ step, number }) => (
            <StepView
              key={number}
              step={step}
              number={number}
              subagent={subagent}
              highlighted={highlighted === number}
            />
          ))}
      </ol>
      {problem ? <ProblemState title="More steps could not be read" message={problem} /> : null}
      {end < first.total ? (
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={async () => {
            const more = await read(end, stepsPerRead);
            setSteps([...steps, ...more]);
          }}
        >
          {busy ? 'Reading' : `More steps (${first.total - end} left)`}
        </button>
      ) : null}
    </section>
  );
}
