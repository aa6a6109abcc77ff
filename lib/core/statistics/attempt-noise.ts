import { passAtK } from '@/lib/core/metrics/pass-at-k';
import { binomialProbability } from './binomial';
import { toScaledIntegers } from './integers';

/** Trials of tasks under one condition; both lists in the order of the tasks. */
export interface OutcomeCounts {
  /** c, trials that passed; integers in [0, n]. */
  passed: ArrayLike<number>;
  /** n, trials of the task; integers ≥ k. */
  trials: ArrayLike<number>;
}

/** One benchmark: its tasks under both conditions, in one order. */
export interface PairedOutcomes {
  condition: OutcomeCounts;
  baseline: OutcomeCounts;
}

/** pass@k of a task as a whole number, for every count of passes, and how likely resampled attempts are to give each. */
export interface RateLattice {
  denominator: number;
  /** pass@k(c) · denominator for c = 0 … n, by n. */
  units: Map<number, Float64Array>;
}

/**
 * pass@k of every outcome that tasks with these numbers of trials can have, over one denominator.
 *
 * @param trialCounts  distinct n, each ≥ k
 * @complexity O(Σ n · k)
 */
export function rateLattice(trialCounts: Iterable<number>, passK: number): RateLattice {
  const sizes = [...trialCounts];
  const rates = sizes.flatMap((n) => Array.from({ length: n + 1 }, (_, c) => passAtK(c, n, passK).value!));
  const { values, denominator } = toScaledIntegers(rates);
  const units = new Map<number, Float64Array>();
  let start = 0;
  for (const n of sizes) {
    units.set(n, values.subarray(start, start + n + 1));
    start += n + 1;
  }
  return { denominator, units };
}

/**
 * P(c* = 0 … n) when the n attempts of a task of which c passed are drawn anew with replacement: B(n, c/n), whose most
 * likely count is c, and from there each probability follows from its neighbour.
 *
 * @complexity O(n)
 */
export function resampledPasses(passed: number, trials: number): Float64Array {
  const p = new Float64Array(trials + 1);
  p[passed] = binomialProbability(passed, trials, passed / trials);
  if (passed === 0 || passed === trials) return p;
  const odds = passed / (trials - passed);
  for (let c = passed; c > 0; c--) p[c - 1] = (p[c]! * c) / ((trials - c + 1) * odds);
  for (let c = passed; c < trials; c++) p[c + 1] = (p[c]! * (trials - c) * odds) / (c + 1);
  return p;
}
