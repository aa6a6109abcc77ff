import { AppError } from '@/lib/core/errors';
import { seededRandom } from '@/lib/core/random';
import { type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireFinite, requireLevel, requireSameLength } from './arguments';
import { type BootstrapLimits, bcaLimits } from './bca';
import { accelerationOf, type BootstrapOptions, noLimits, spread } from './paired-bootstrap';

/** One benchmark: what each task brought and what it cost. */
export interface RatioStratum {
  numerators: ArrayLike<number>;
  /** ≥ 0; null where it is not known. */
  denominators: ArrayLike<number | null>;
}

export interface RatioOptions extends BootstrapOptions {
  /** What the denominator counts, for reasons: “tokens”, “dollars”. */
  unit: string;
  /** The ratio is told per this many units: 100,000 for tasks resolved per 100,000 tokens. */
  per?: number;
}

/** A ratio with its bootstrap limits, as a bootstrapped mean has them. */
export interface RatioEstimate extends Omit<BootstrapLimits, 'low' | 'high' | 'percentile'> {
  estimate: number;
  low: number | null;
  high: number | null;
  percentile: { low: number; high: number } | null;
  /** Null where a resample would divide by 0. */
  standardError: number | null;
  taskCount: number;
}

/**
 * Ratio of two sums over tasks, such as tasks resolved per dollar, with an interval from tasks resampled within their
 * benchmark. The ratio of sums, not the mean of ratios: a task that cost next to nothing must not decide it.
 *
 *   per · Σ numerators / Σ denominators;   BCa with influences numerator − ratio · denominator
 *
 * @param strata   per benchmark one number each per task
 * @param options  resamples, level, seed, unit and per
 * @returns the ratio in units of numerators per `per` units; not estimable without tasks, while a denominator is
 *   unknown, or where the denominators add up to 0. No limits, and why, for a single task or where a resample would
 *   divide by 0
 * @throws AppError `invalid-input` when a number is not finite or a denominator is negative
 * @throws RangeError when lists differ in length or an option makes no sense
 * @complexity O(resamples · tasks); 10,000 resamples of 1,000 tasks take about 0.1 s
 * @see Efron & Tibshirani 1993, §14.3; Cochran 1977, ch. 6, on ratio estimates
 */
export function ratioOfSums(
  strata: readonly RatioStratum[],
  options: RatioOptions,
): EstimateOf<RatioEstimate> {
  const { resamples, level, seed, unit, per = 1 } = options;
  requireLevel(level);
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`needs at least 1 resample, got ${resamples}`);
  if (!(per > 0)) throw new RangeError(`a ratio is told per a positive number of ${unit}, got ${per}`);
  let [taskCount, unknown] = [0, 0];
  for (const { numerators, denominators } of strata) {
    requireSameLength(numerators, denominators, 'numerators and denominators');
    requireFinite(numerators, 'numerators');
    const known = Array.from(denominators).filter((value) => value !== null);
    requireFinite(known, unit);
    if (known.some((value) => value < 0))
      throw new AppError('invalid-input', `The ${unit} of a task are not negative.`, { where: unit });
    taskCount += denominators.length;
    unknown += denominators.length - known.length;
  }
  if (taskCount === 0) return notEstimable('no task to add up');
  if (unknown > 0) return notEstimable(`${unknown} of ${taskCount} tasks have no known ${unit}`);

  const parts = strata
    .filter(({ numerators }) => numerators.length > 0)
    .map(({ numerators, denominators }) => ({
      above: Float64Array.from(numerators),
      below: Float64Array.from(denominators as ArrayLike<number>),
    }));
  const sum = (side: 'above' | 'below') =>
    parts.reduce((total, part) => total + part[side].reduce((a, b) => a + b, 0), 0);
  const cost = sum('below');
  if (cost === 0) return notEstimable(`the ${unit} of all tasks add up to 0`);
  const ratio = sum('above') / cost;
  const resampled = resampledRatios(parts, resamples, seed);
  const estimate = ratio * per;
  if (resampled.some((value) => !Number.isFinite(value))) {
    const reason = `so few tasks have ${unit} that some resamples would divide by 0`;
    return { value: { estimate, ...noLimits(reason), standardError: null, taskCount } };
  }
  const standardError = spread(resampled) * per;
  if (parts.every(({ above }) => above.length === 1)) {
    const reason = 'one task cannot show how much the result would vary over tasks';
    return { value: { estimate, ...noLimits(reason), standardError, taskCount } };
  }
  // Sums weigh a benchmark by its tasks. Whole numbers, because what cancels but for rounding is no influence.
  const acceleration = accelerationOf(
    parts.map(({ above, below }) => ({
      values: above.map((value, i) => Math.round(((value - ratio * below[i]!) / cost) * 1e12)),
      weight: above.length,
    })),
  );
  // As multiples of the estimate, since what counts as a tie must not depend on the unit.
  const size = Math.abs(ratio) || 1;
  const limits = bcaLimits(
    resampled.map((value) => value / size),
    ratio / size,
    acceleration,
    level,
  );
  const scaled = ({ low, high }: { low: number; high: number }) => ({
    low: low * size * per,
    high: high * size * per,
  });
  const { method, reason, percentile } = limits;
  return {
    value: {
      estimate,
      ...scaled(limits),
      percentile: scaled(percentile),
      method,
      reason,
      standardError,
      taskCount,
    },
  };
}

function resampledRatios(
  parts: { above: Float64Array; below: Float64Array }[],
  resamples: number,
  seed: number,
): Float64Array {
  const random = seededRandom(seed);
  const ratios = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let [above, below] = [0, 0];
    for (const part of parts) {
      const n = part.above.length;
      for (let draw = 0; draw < n; draw++) {
        const i = Math.floor(random() * n);
        above += part.above[i]!;
        below += part.below[i]!;
      }
    }
    ratios[r] = above / below;
  }
  return ratios;
}
