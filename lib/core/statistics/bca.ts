import { normalCdf, normalQuantile } from './normal';
import { quantile } from './quantile';

/** Resampled values this near to the estimate are the estimate: float noise must not choose a side. */
const TIE = 1e-9;

export interface BootstrapLimits {
  low: number;
  high: number;
  method: 'BCa' | 'percentile';
  /** The plain quantiles at (1 ∓ level)/2, whatever the method. */
  percentile: { low: number; high: number };
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
 * @param resampled     resampled values, length ≥ 1; reordered in place
 * @param estimate      θ̂, in the same units
 * @param acceleration  a, from the jackknife; null when the jackknife values do not vary
 * @param level         confidence in (0, 1)
 * @complexity O(resamples) expected
 * @see Efron & Tibshirani 1993, "An Introduction to the Bootstrap", §14.3
 */
export function bcaLimits(
  resampled: Float64Array,
  estimate: number,
  acceleration: number | null,
  level: number,
): BootstrapLimits {
  const tails = [(1 - level) / 2, (1 + level) / 2] as const;
  const limits = (probabilities: readonly number[]) => ({
    low: quantile(resampled, probabilities[0]!),
    high: quantile(resampled, probabilities[1]!),
  });
  const percentile = limits(tails);
  const plain = (reason: string): BootstrapLimits => ({
    ...percentile,
    method: 'percentile',
    percentile,
    reason,
  });
  if (acceleration === null) return plain('BCa is undefined when every task has the same value');
  const bias = normalQuantile(shareBelow(resampled, estimate));
  if (!Number.isFinite(bias))
    return plain('BCa is undefined when all resamples lie on one side of the estimate');
  const adjusted = tails.map((tail) => {
    const shifted = bias + normalQuantile(tail);
    return normalCdf(bias + shifted / (1 - acceleration * shifted));
  });
  return { ...limits(adjusted), method: 'BCa', percentile, reason: null };
}

function shareBelow(resampled: Float64Array, estimate: number): number {
  let [below, equal] = [0, 0];
  for (let i = 0; i < resampled.length; i++) {
    const difference = resampled[i]! - estimate;
    if (difference < -TIE) below++;
    else if (difference <= TIE) equal++;
  }
  return (below + equal / 2) / resampled.length;
}
