/** One stratum in which every task has the same value. */
export interface ConstantStratum {
  /** In [−1, 1]. */
  value: number;
  /** Tasks; integer ≥ 1. */
  tasks: number;
  /** Of the stratum's mean in the whole. */
  weight: number;
}

/**
 * Bounds of a mean of values in [−1, 1] where all tasks of each stratum agree, so that resampling shows no variation and
 * would claim certainty.
 *
 *   With n tasks all at v, the share of tasks at v is at least q = δ^(1/n) with confidence 1 − δ (Clopper & Pearson);
 *   the rest may lie anywhere: the mean is between v q − (1 − q) and v q + (1 − q).
 *   δ = α / strata, so that all of them hold together.
 *
 * @param alpha chance of error of each bound, in (0, 1)
 * @returns bounds in [−1, 1] times the weights' sum, each at 1 − α whatever the distribution
 * @complexity O(strata)
 * @see Clopper & Pearson 1934
 */
export function constantMeanBounds(
  strata: readonly ConstantStratum[],
  alpha: number,
): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (const { value, tasks, weight } of strata) {
    const share = (alpha / strata.length) ** (1 / tasks);
    low += weight * Math.max(-1, value * share - (1 - share));
    high += weight * Math.min(1, value * share + (1 - share));
  }
  return { low, high };
}
