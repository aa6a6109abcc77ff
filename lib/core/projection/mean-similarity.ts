import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { Matrix } from './matrix';

/**
 * Mean cosine of all pairs of points, with its standard error over points.
 *
 *   mean over i ≠ j of x_i · x_j = (|Σ x|² − Σ |x|²) / (n (n − 1)),  se² = 4 Var(s_i) / n
 *
 * s_i being the mean cosine of i to the others (the large-sample error of a U-statistic of two).
 *
 * @param units  rows of length 1, or 0 (whose cosine is 0)
 * @complexity O(rows · columns)
 * @see Hoeffding 1948, Ann. Math. Statist. 19
 */
export function meanSimilarity({ values, rows, columns }: Matrix): {
  estimate: Estimate;
  standardError: number;
} {
  if (rows < 2) return { estimate: notEstimable(`needs at least 2 memories, got ${rows}`), standardError: 0 };
  const total = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) total[j]! += values[at]!;
  }
  let [sum, squares] = [0, 0];
  for (let i = 0, at = 0; i < rows; i++) {
    let [withAll, withItself] = [0, 0];
    for (let j = 0; j < columns; j++, at++) {
      withAll += values[at]! * total[j]!;
      withItself += values[at]! * values[at]!;
    }
    const own = (withAll - withItself) / (rows - 1);
    sum += own;
    squares += own * own;
  }
  const mean = sum / rows;
  const variance = Math.max(0, squares / rows - mean * mean);
  return { estimate: { value: mean }, standardError: Math.sqrt((4 * variance) / rows) };
}
