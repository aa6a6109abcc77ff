import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { defineMetric } from './metric';

/**
 * Unbiased estimate of the probability that at least one of `k` trials passes, from counts.
 *
 *   pass@k = 1 − C(n − c, k) / C(n, k)
 *
 * @param passedCount  c, trials that passed; integer in [0, trialCount]
 * @param trialCount   n, trials of one task; integer ≥ 0
 * @param k            trials drawn without replacement; integer ≥ 1
 * @returns a proportion in [0, 1], higher is better; not estimable when n < k
 * @throws RangeError when k is not a positive integer or the counts are not counts
 * @complexity O(k) time; a product of ratios, so no factorial overflows
 * @see Chen et al. 2021, arXiv:2107.03374, §2.1
 * @example passAtK(1, 3, 1) // { value: 1/3 }
 */
export function passAtK(passedCount: number, trialCount: number, k: number): Estimate {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a positive integer, got ${k}`);
  if (
    !Number.isInteger(trialCount) ||
    !Number.isInteger(passedCount) ||
    passedCount < 0 ||
    passedCount > trialCount
  ) {
    throw new RangeError(`needs 0 ≤ passed ≤ trials as integers, got ${passedCount} of ${trialCount}`);
  }
  if (trialCount < k) return notEstimable(`pass@${k} needs at least ${k} trials, got ${trialCount}`);
  const failures = trialCount - passedCount;
  let allFail = 1;
  for (let i = 0; i < k; i++) allFail *= Math.max(0, failures - i) / (trialCount - i);
  return { value: 1 - allFail };
}

export const passAtKMetric = defineMetric({
  id: 'pass@k',
  label: (k) => `pass@${k}`,
  unit: 'proportion',
  range: [0, 1],
  better: 'higher',
  usesK: true,
  compute: ({ passed, k }) => passAtK(passed.filter(Boolean).length, passed.length, k),
});
