import { type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireFinite, requireLevel } from './arguments';
import { type HeterogeneityMethod, heterogeneityOf, weightedMean } from './heterogeneity';
import { normalQuantile } from './normal';

export interface ShrunkValue {
  value: number;
  low: number;
  high: number;
  /** How much of the cell's own estimate is left: 0 for the mean alone, 1 for the cell alone. */
  ownWeight: number;
}

export interface ShrunkToMean {
  /** The mean that cells are drawn to. */
  mean: number;
  /** Variance of the true values between cells. */
  tauSquared: number;
  tauMethod: HeterogeneityMethod;
  /** In the order of the input. */
  cells: ShrunkValue[];
}

/**
 * Empirical Bayes estimates of several cells, each drawn towards their mean by how little its own data say.
 *
 *   y ~ N(θ, s²),  θ ~ N(μ, τ²):   θ̂ = μ + B (y − μ),   B = τ² / (τ² + s²)
 *   variance of θ̂ = B s² + (1 − B)² / Σ 1/(τ² + s²)
 *
 * τ² by REML, μ by inverse variances. The limits are normal, and leave out that τ² is itself an estimate, so they are
 * a little narrow where cells are few.
 *
 * @param cells  estimate and squared standard error of each, in one unit
 * @param level  confidence in (0, 1), two-sided
 * @returns values in the units of the estimates; not estimable for fewer than 3 cells, where shrinking cannot pay, or
 *   where a cell has no error
 * @throws AppError `invalid-input` when a number is not finite; RangeError when the level is not one
 * @complexity O(cells) per step of τ²
 * @see Efron & Morris 1975, J. Am. Stat. Assoc. 70; Morris 1983, J. Am. Stat. Assoc. 78
 */
export function shrinkToMean(
  cells: readonly { estimate: number; variance: number }[],
  level: number,
): EstimateOf<ShrunkToMean> {
  requireLevel(level);
  const y = Float64Array.from(cells, ({ estimate }) => estimate);
  const variances = Float64Array.from(cells, ({ variance }) => variance);
  requireFinite(y, 'estimates of cells');
  requireFinite(variances, 'variances of cells');
  if (cells.length < 3)
    return notEstimable(`shrinking needs at least 3 cells to learn how far they differ, got ${cells.length}`);
  if (variances.some((variance) => variance <= 0))
    return notEstimable('the cells show no scatter within them, so that none would be drawn to the mean');
  const { tauSquared, method } = heterogeneityOf(y, variances, 'REML');
  const { mean, total } = weightedMean(y, variances, tauSquared);
  const z = normalQuantile((1 + level) / 2);
  return {
    value: {
      ...{ mean, tauSquared, tauMethod: method },
      cells: cells.map(({ estimate, variance }) => {
        const ownWeight = tauSquared / (tauSquared + variance);
        const value = mean + ownWeight * (estimate - mean);
        const half = z * Math.sqrt(ownWeight * variance + (1 - ownWeight) ** 2 / total);
        return { value, low: value - half, high: value + half, ownWeight };
      }),
    },
  };
}
