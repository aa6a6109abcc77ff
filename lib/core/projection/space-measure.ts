import type { Random } from '@/lib/core/random';
import { quantile } from '@/lib/core/statistics/quantile';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { PermutationNull } from './label-permutation';

/** One number about a space, with its interval and what chance would give. */
export interface SpaceMeasure {
  estimate: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
  null: PermutationNull | null;
  /**
   * How mixed the labels are between what perfect clusters would give (0) and shuffled labels (1); absent from
   * projections that were stored before it was known.
   */
  ofChance?: number | null;
  /** What a reader must know about the number. */
  note: string | null;
}

export const notMeasured = (reason: string): SpaceMeasure => ({
  estimate: notEstimable(reason),
  ciLow: null,
  ciHigh: null,
  null: null,
  note: null,
});

/** `ofChance` of an estimate, given what the measure is where clusters are perfect. */
export function shareOfChance(value: number, perfect: number, chance: PermutationNull): number | null {
  const whole = chance.mean - perfect;
  return Math.abs(whole) > 1e-12 ? (value - perfect) / whole : null;
}

export interface ResamplingSettings {
  resamples: number;
  level: number;
  random: Random;
}

export const meanOf = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/**
 * Percentile bootstrap limits of a statistic of values, one per memory, the memories being resampled.
 *
 * @complexity O(resamples · n)
 */
export function bootstrapLimits(
  values: Float64Array,
  statistic: (values: Float64Array) => number,
  { resamples, level, random }: ResamplingSettings,
): { ciLow: number; ciHigh: number } {
  const drawn = new Float64Array(values.length);
  const statistics = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < drawn.length; i++) drawn[i] = values[Math.floor(random() * values.length)]!;
    statistics[r] = statistic(drawn);
  }
  return { ciLow: quantile(statistics, (1 - level) / 2), ciHigh: quantile(statistics, (1 + level) / 2) };
}

/** The mean of one value per memory; no interval for a single memory. */
export function measureMean(
  values: readonly number[],
  reason: string,
  settings: ResamplingSettings,
): SpaceMeasure {
  if (values.length === 0) return notMeasured(reason);
  const numbers = Float64Array.from(values);
  const limits =
    values.length > 1 ? bootstrapLimits(numbers, meanOf, settings) : { ciLow: null, ciHigh: null };
  return { estimate: { value: meanOf(numbers) }, ...limits, null: null, note: null };
}
