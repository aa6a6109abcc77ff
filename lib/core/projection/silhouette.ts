import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { CodedLabels } from './labels';
import type { Matrix, SpaceMetric } from './matrix';
import { inGeometry } from './matrix';

/**
 * Distances between all points, row-major.
 *
 * @param matrix  finite; a zero row has cosine distance 1 to any other point
 * @complexity O(rows² · columns) time, O(rows²) space: for at most a few thousand points
 */
export function distanceMatrix(matrix: Matrix, metric: SpaceMetric): Float64Array {
  const { rows, columns } = matrix;
  const { values } = inGeometry(matrix, metric);
  const distances = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = [i * columns, j * columns];
      let sum = 0;
      if (metric === 'cosine') {
        for (let c = 0; c < columns; c++) sum += values[x + c]! * values[y + c]!;
        sum = Math.max(0, 1 - sum);
      } else {
        for (let c = 0; c < columns; c++) sum += (values[x + c]! - values[y + c]!) ** 2;
        sum = Math.sqrt(sum);
      }
      distances[i * rows + j] = sum;
      distances[j * rows + i] = sum;
    }
  }
  return distances;
}

/**
 * Silhouette of labelled points: whether each lies nearer to its own label than to the next.
 *
 *   s = (b − a) / max(a, b),  a the mean distance to the others of its label, b the smallest to those of another
 *
 * @param distances  between all points, see distanceMatrix
 * @param labels     one label per point
 * @returns one number per point, −1 (among others) to 1 (well apart); 0 for the only point of its label, and where a = b = 0
 * @complexity O(points²)
 * @see Rousseeuw 1987, J. Comput. Appl. Math. 20
 */
export function silhouettes(distances: Float64Array, { codes, names, counts }: CodedLabels): Float64Array {
  const n = codes.length;
  const values = new Float64Array(n);
  const sums = new Float64Array(names.length);
  for (let i = 0; i < n; i++) {
    const own = codes[i]!;
    if (counts[own]! < 2) continue;
    sums.fill(0);
    for (let j = 0, at = i * n; j < n; j++, at++) sums[codes[j]!]! += distances[at]!;
    const within = sums[own]! / (counts[own]! - 1);
    let nearest = Infinity;
    for (let c = 0; c < names.length; c++) {
      if (c !== own && counts[c]! > 0) nearest = Math.min(nearest, sums[c]! / counts[c]!);
    }
    const larger = Math.max(within, nearest);
    values[i] = larger > 0 ? (nearest - within) / larger : 0;
  }
  return values;
}

/** Why labelled points have no silhouette, as scikit-learn has it; null when they have. */
export function silhouetteRefusal({ codes, names }: CodedLabels): Estimate | null {
  if (names.length < 2) return notEstimable(`needs points of at least 2 labels, got ${names.length}`);
  return names.length >= codes.length ? notEstimable('needs more points than labels') : null;
}
