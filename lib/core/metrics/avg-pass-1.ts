import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { defineMetric } from './metric';

/**
 * Share of a task's trials that passed, c / n. It uses every trial, where pass@k asks for n ≥ k.
 *
 * @param passedCount  c, trials that passed
 * @param trialCount   n, trials of one task
 * @returns a proportion in [0, 1], higher is better; not estimable without trials
 * @complexity O(1)
 * @example avgPass1(1, 4) // { value: 0.25 }
 */
export function avgPass1(passedCount: number, trialCount: number): Estimate {
  if (trialCount < 1) return notEstimable('no trial with a verdict');
  return { value: passedCount / trialCount };
}

export const avgPass1Metric = defineMetric({
  id: 'avg-pass@1',
  label: () => 'avg pass@1',
  unit: 'proportion',
  range: [0, 1],
  better: 'higher',
  usesK: false,
  compute: ({ passed }) => avgPass1(passed.filter(Boolean).length, passed.length),
});
