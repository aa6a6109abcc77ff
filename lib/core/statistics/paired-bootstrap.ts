import { seededRandom } from '@/lib/core/random';
import { type BootstrapLimits, bcaLimits } from './bca';
import { toScaledStrata } from './integers';
import { resampledSums } from './resampled-sums';
import { type Superiority, superiorityOf } from './superiority';

export interface BootstrapOptions {
  /** Number of resamples; integer ≥ 1. */
  resamples: number;
  /** Two-sided confidence in (0, 1). */
  level: number;
  seed: number;
}

/** A mean, its bootstrap interval and standard error, in the units of the values. */
export interface BootstrapMean extends Omit<BootstrapLimits, 'low' | 'high' | 'percentile'> {
  estimate: number;
  /** Null when resampling cannot vary the mean: one value in every stratum. */
  low: number | null;
  high: number | null;
  /** Null as the limits are. */
  percentile: { low: number; high: number } | null;
  standardError: number;
  /** How often the resampled mean is above 0: of a difference, how often the first side is better. */
  superiority: Superiority;
}

export interface StratifiedBootstrap {
  /** One mean for each stratum, in order. */
  strata: BootstrapMean[];
  /** Every value counts once. */
  pooled: BootstrapMean;
  /** Every stratum counts once. */
  macro: BootstrapMean;
}

/**
 * Bootstrap of a mean of per-task values (rates, or paired differences between two conditions), where the tasks of
 * each stratum (a benchmark) are resampled among themselves. Attempts are not resampled: the task is the unit.
 *
 * @param strata   per stratum the values of its tasks, each of length ≥ 1
 * @param options  resamples, level, seed; the same seed gives the same limits
 * @returns the mean of each stratum and both averages over strata, with BCa limits (see bcaLimits)
 * @throws RangeError when there is no stratum, one is empty, or a value is not finite
 * @complexity O(resamples · strata · log(tasks)); see resampledSums
 * @see Efron & Tibshirani 1993, ch. 14, and eq. 15.36 for the acceleration over several samples
 */
export function pairedBootstrap(
  strata: readonly ArrayLike<number>[],
  options: BootstrapOptions,
): StratifiedBootstrap {
  const { resamples, level, seed } = options;
  if (strata.length === 0) throw new RangeError('needs at least one stratum');
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`needs at least 1 resample, got ${resamples}`);
  const random = seededRandom(seed);
  const { strata: integers, denominator } = toScaledStrata(strata);
  const total = integers.reduce((sum, { length }) => sum + length, 0);
  const sums = integers.map((stratum) => resampledSums(stratum, resamples, random));

  const mean = (members: number[], weight: (stratum: number) => number): BootstrapMean => {
    let estimate = 0;
    const resampled = new Float64Array(resamples);
    for (const s of members) {
      const scale = weight(s) / (integers[s]!.length * denominator);
      const drawn = sums[s]!;
      estimate += scale * integers[s]!.reduce((a, b) => a + b, 0);
      for (let r = 0; r < resamples; r++) resampled[r]! += scale * drawn[r]!;
    }
    const standardError = spread(resampled);
    const superiority = superiorityOf(resampled);
    if (members.every((s) => integers[s]!.length === 1)) {
      const reason = 'one task cannot show how much the result would vary over tasks';
      return { estimate, ...noLimits(reason), standardError, superiority };
    }
    const acceleration = accelerationOf(members.map((s) => ({ values: integers[s]!, weight: weight(s) })));
    return { estimate, standardError, superiority, ...bcaLimits(resampled, estimate, acceleration, level) };
  };

  const all = strata.map((_, s) => s);
  const means = all.map((s) => mean([s], () => 1));
  // One stratum is its own average.
  if (means.length === 1) return { strata: means, pooled: means[0]!, macro: means[0]! };
  return {
    strata: means,
    pooled: mean(all, (s) => integers[s]!.length / total),
    macro: mean(all, () => 1 / strata.length),
  };
}

/** What a mean has in place of limits, and why. */
export const noLimits = (reason: string) =>
  ({ low: null, high: null, percentile: null, method: 'percentile', reason }) as const;

/** a = Σ_s U³/n³ / (6 (Σ_s U²/n²)^1.5) with jackknife influences U = weight · (x − x̄_s); null when none varies. */
export function accelerationOf(strata: { values: Float64Array; weight: number }[]): number | null {
  let [cubes, squares] = [0, 0];
  for (const { values, weight } of strata) {
    const n = values.length;
    const centre = values.reduce((a, b) => a + b, 0) / n;
    for (const x of values) {
      const influence = (weight * (x - centre)) / n;
      squares += influence ** 2;
      cubes += influence ** 3;
    }
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : null;
}

/** Standard deviation (n − 1); 0 for a single value. */
export function spread(values: Float64Array): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]! / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
}
