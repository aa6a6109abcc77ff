import { computeGains } from './compute-gains';
import type { GainsInput, GainsReport, GainsTrial } from './report';

export const twoConditions = [
  { id: 'zero', label: 'Zero-shot' },
  { id: 'memory', label: 'Insights' },
];

/** `'1 0 1'` is three trials of one task; `x` is a trial without a verdict. */
export function trialsOf(condition: string, benchmark: string, tasks: Record<string, string>): GainsTrial[] {
  return Object.entries(tasks).flatMap(([task, rewards]) =>
    rewards.split(' ').map((reward) => ({
      condition,
      benchmark,
      task,
      reward: reward === 'x' ? null : Number(reward),
      exception: false,
    })),
  );
}

/** Gains of Insights over Zero-shot unless said otherwise, with 2,000 resamples. */
export const gainsOf = (input: Partial<GainsInput> & { trials: readonly GainsTrial[] }): GainsReport =>
  computeGains({
    passK: 1,
    threshold: 1,
    missing: 'errors-fail',
    resamples: 2000,
    seed: 11,
    conditions: twoConditions,
    baseline: 'zero',
    ...input,
  });

/** Every number of a report that is not finite, by its path; none in a good one. */
export function notFinite(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path}: ${value}`];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => notFinite(inner, `${path}.${name}`));
}
