import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { requireFinite } from './arguments';

/**
 * Standard error of a mean over attempts that are grouped by task (cluster-robust, CR1): attempts at one task are
 * not independent, and treating them as such makes the error too small.
 *
 *   CR1 = √(G/(G − 1)) · √(Σ_g (Σ_{i∈g} (x_i − x̄))²) / N
 *
 * @param values    one number per attempt, length N
 * @param clusters  the task of each attempt, length N
 * @returns the standard error in the units of `values`; not estimable with fewer than two clusters
 * @throws AppError `invalid-input` when a value is not finite; RangeError when the lengths differ
 * @complexity O(N)
 * @see Liang & Zeger 1986; Miller 2024, arXiv:2411.00640
 */
export function clusteredStandardError(
  values: readonly number[],
  clusters: readonly (string | number)[],
): Estimate {
  if (values.length !== clusters.length) {
    throw new RangeError(`${values.length} values but ${clusters.length} cluster labels`);
  }
  requireFinite(values, 'values');
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const residuals = new Map<string | number, number>();
  values.forEach((x, i) => {
    const cluster = clusters[i]!;
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + x - mean);
  });
  const groups = residuals.size;
  if (groups < 2) return notEstimable(`a standard error over tasks needs at least 2 tasks, got ${groups}`);
  let squares = 0;
  for (const residual of residuals.values()) squares += residual * residual;
  return { value: (Math.sqrt(squares) / values.length) * Math.sqrt(groups / (groups - 1)) };
}
