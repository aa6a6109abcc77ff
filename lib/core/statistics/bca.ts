import { normalCdf, normalQuantile } from './normal';

/** Resampled values this near to the estimate are the estimate: float noise must not choose a side. */
const TIE = 1e-9;

export interface BootstrapLimits {
  low: number;
  high: number;
  method: 'BCa' | 'percentile';
  /** Why the limits are not BCa; null when they are. */
  reason: string | null;
}

/**
 * Bias-corrected and accelerated limits from resampled values; percentile limits, and why, where BCa is undefined.
 *
 *   z₀ = Φ⁻¹(share below θ̂ + half the share equal to θ̂)
 *   α = Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z))),   z = Φ⁻¹((1 ∓ level)/2)
 *
 * Limits are the quantiles at α, linear between order statistics. Ties count half, as scipy does: with a few dozen
 * tasks up to 6 % of the resamples equal the estimate exactly.
 *
 * @param sorted        resampled values, ascending, length ≥ 1
 * @param estimate      θ̂, in the same units
 * @param acceleration  a, from the jackknife; null when the jackknife values do not vary
 * @param level         confidence in (0, 1)
 * @complexity O(log resamples)
 * @see Efron & Tibshirani 1993, "An Introduction to the Bootstrap", §14.3
 */
export function bcaLimits(
  sorted: Float64Array,
  estimate: number,
  acceleration: number | null,
  level: number,
): BootstrapLimits {
  const tails = [(1 - level) / 2, (1 + level) / 2] as const;
  const percentile = (reason: string): BootstrapLimits => ({
    low: quantile(sorted, tails[0]),
    high: quantile(sorted, tails[1]),
    method: 'percentile',
    reason,
  });
  if (acceleration === null) return percentile('BCa is undefined when every task has the same value');
  const below = countBelow(sorted, estimate - TIE);
  const upTo = countBelow(sorted, estimate + TIE);
  const bias = normalQuantile((below + upTo) / 2 / sorted.length);
  if (!Number.isFinite(bias))
    return percentile('BCa is undefined when all resamples lie on one side of the estimate');
  const [low, high] = tails.map((tail) => {
    const shifted = bias + normalQuantile(tail);
    return quantile(sorted, normalCdf(bias + shifted / (1 - acceleration * shifted)));
  });
  return { low: low!, high: high!, method: 'BCa', reason: null };
}

/**
 * Quantile of ascending values, linear between order statistics (numpy's default, R's type 7).
 *
 * @param sorted       ascending, length ≥ 1
 * @param probability  in [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const at = probability * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  return low + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}

function countBelow(sorted: Float64Array, bound: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < bound) from = middle + 1;
    else to = middle;
  }
  return from;
}
