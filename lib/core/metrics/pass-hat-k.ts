import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { defineMetric } from './metric';

/**
 * Unbiased estimate of the probability that all of `k` trials pass: reliability rather than luck.
 *
 *   pass^k = C(c, k) / C(n, k)
 *
 * @param passedCount  c, trials that passed; integer in [0, trialCount]
 * @param trialCount   n, trials of one task; integer ≥ 0
 * @param k            trials drawn without replacement; integer ≥ 1
 * @returns a proportion in [0, 1], higher is better; not estimable when n < k
 * @throws RangeError when k is not a positive integer or the counts are not counts
 * @complexity O(k)
 * @see Yao et al. 2024, arXiv:2406.12045, §3
 * @example passHatK(2, 3, 2) // { value: 1/3 }
 */
export function passHatK(passedCount: number, trialCount: number, k: number): Estimate {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a positive integer, got ${k}`);
  if (
    !Number.isInteger(trialCount) ||
    !Number.isInteger(passedCount) ||
    passedCount < 0 ||
    passedCount > trialCount
  ) {
    throw new RangeError(`needs 0 ≤ passed ≤ trials as integers, got ${passedCount} of ${trialCount}`);
  }
  if (trialCount < k) return notEstimable(`pass^${k} needs at least ${k} trials, got ${trialCount}`);
  let allPass = 1;
  for (let i = 0; i < k; i++) allPass *= Math.max(0, passedCount - i) / (trialCount - i);
  return { value: allPass };
}

export const passHatKMetric = defineMetric({
  id: 'pass^k',
  label: (k) => `pass^${k}`,
  unit: 'proportion',
  range: [0, 1],
  better: 'higher',
  usesK: true,
  compute: ({ passed, k }) => passHatK(passed.filter(Boolean).length, passed.length, k),
});
