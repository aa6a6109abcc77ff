import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { CodedLabels } from './labels';
import type { Matrix } from './matrix';

/** Below this, scikit-learn takes a distance for zero. */
const ZERO = 1e-8;

export interface DaviesBouldin {
  estimate: Estimate;
  /** What a reader must know about the number; null when there is nothing. */
  note: string | null;
}

/**
 * Davies–Bouldin index of labelled points: how far labels overlap, by their two worst-separated centroids.
 *
 *   DB = mean over labels i of max over j ≠ i of (s_i + s_j) / |c_i − c_j|
 *
 * where c is a label's centroid and s the mean Euclidean distance of its points to it.
 *
 * @param matrix   points, finite
 * @param labels   one label per point
 * @param weights  how often each point counts (for resampling); once each when absent
 * @returns a number ≥ 0, lower is better separated; not estimable unless 2 ≤ labels < points. As scikit-learn has it,
 *          a pair of labels whose centroids coincide contributes 0, and the index is 0 when all do, with a note.
 * @throws RangeError when the numbers of points and labels differ
 * @complexity O(rows · columns + labels² · columns)
 * @see Davies & Bouldin 1979, IEEE TPAMI 1(2)
 */
export function daviesBouldin(
  matrix: Matrix,
  labels: CodedLabels,
  weights?: ArrayLike<number>,
): DaviesBouldin {
  const { rows } = matrix;
  if (labels.codes.length !== rows) throw new RangeError(`${labels.codes.length} labels for ${rows} points`);
  const count = labels.names.length;
  const refusal = (reason: string) => ({ estimate: notEstimable(reason), note: null });
  if (count < 2) return refusal(`needs points of at least 2 labels, got ${count}`);
  if (count >= rows) return refusal('needs more points than labels');

  const { centroids, scatters } = centroidsOf(matrix, labels, weights);
  const between = pairwiseDistances(centroids, count);
  if (scatters.every((s) => s <= ZERO)) {
    return { estimate: { value: 0 }, note: 'every label is a single place, repeated' };
  }
  if (between.every((d) => d <= ZERO)) {
    return {
      estimate: { value: 0 },
      note: 'the centroids of all labels coincide: 0 is a convention here, not separation',
    };
  }
  let total = 0;
  let coincident = 0;
  for (let i = 0; i < count; i++) {
    let worst = 0;
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      const distance = between[i * count + j]!;
      if (distance === 0) coincident++;
      else worst = Math.max(worst, (scatters[i]! + scatters[j]!) / distance);
    }
    total += worst;
  }
  const note =
    coincident > 0 ? 'some labels have the very same centroid: such pairs count as 0 by convention' : null;
  return { estimate: { value: total / count }, note };
}

function centroidsOf(
  { values, rows, columns }: Matrix,
  { codes, names }: CodedLabels,
  weights?: ArrayLike<number>,
) {
  const centroids = new Float64Array(names.length * columns);
  const mass = new Float64Array(names.length);
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i]! : 1;
    if (weight === 0) continue;
    const to = codes[i]! * columns;
    const from = i * columns;
    mass[codes[i]!]! += weight;
    for (let j = 0; j < columns; j++) centroids[to + j]! += weight * values[from + j]!;
  }
  for (let c = 0; c < names.length; c++) {
    for (let j = 0; j < columns; j++) centroids[c * columns + j]! /= mass[c]!;
  }
  const scatters = new Float64Array(names.length);
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i]! : 1;
    if (weight === 0) continue;
    scatters[codes[i]!]! +=
      weight * Math.sqrt(squaredDistance(values, i * columns, centroids, codes[i]! * columns, columns));
  }
  for (let c = 0; c < names.length; c++) scatters[c]! /= mass[c]!;
  return { centroids, scatters };
}

function pairwiseDistances(points: Float64Array, count: number): Float64Array {
  const columns = points.length / count;
  const distances = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const distance = Math.sqrt(squaredDistance(points, i * columns, points, j * columns, columns));
      distances[i * count + j] = distance;
      distances[j * count + i] = distance;
    }
  }
  return distances;
}

function squaredDistance(
  x: Float64Array,
  fromX: number,
  y: Float64Array,
  fromY: number,
  columns: number,
): number {
  // Four sums side by side: each addition of one waits for the one before.
  let [sum, second, third, fourth] = [0, 0, 0, 0];
  const whole = columns - (columns % 4);
  for (let j = 0; j < whole; j += 4) {
    const a = x[fromX + j]! - y[fromY + j]!;
    const b = x[fromX + j + 1]! - y[fromY + j + 1]!;
    const c = x[fromX + j + 2]! - y[fromY + j + 2]!;
    const d = x[fromX + j + 3]! - y[fromY + j + 3]!;
    sum += a * a;
    second += b * b;
    third += c * c;
    fourth += d * d;
  }
  for (let j = whole; j < columns; j++) sum += (x[fromX + j]! - y[fromY + j]!) ** 2;
  return sum + second + third + fourth;
}
