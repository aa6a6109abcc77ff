import { type Random, seededRandom } from '@/lib/core/random';
import { shuffle } from './label-permutation';
import type { CodedLabels } from './labels';
import type { Matrix } from './matrix';

const FOLDS = 10;
/** Squared distances from the centre that are no more than this part of a squared length are rounding. */
const ROUNDING = 1e-24;

/**
 * Abstraction index of every memory: the part of its embedding that does not tell its benchmark.
 *
 *   A = |z_inv|² / (|z_inv|² + |z_sp|²),   e − centre = z_inv + z_sp
 *
 * z_sp is the projection of the centred embedding on the span of the benchmarks' centroids. Cross-fitted: the points
 * are dealt into 10 folds within each benchmark, and the centre and centroids that judge a fold come from the
 * other nine, so that a memory's own vector takes no part in judging it.
 *
 * @param matrix  embeddings, finite
 * @param labels  the benchmark of each
 * @param seed    of the folds
 * @returns per memory a proportion, 0 (all of it tells the benchmark) to 1 (none); null where it lies at the very
 *          centre, or where the other folds hold fewer than two benchmarks
 * @complexity O(rows · columns · benchmarks)
 */
export function abstractionIndex(matrix: Matrix, labels: CodedLabels, seed: number): (number | null)[] {
  const { values, rows, columns } = matrix;
  const folds = dealFolds(labels, seededRandom(seed));
  const index = new Array<number | null>(rows).fill(null);
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = specificSpan(matrix, labels, folds, fold);
    if (!model) continue;
    const centred = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      if (folds[i] !== fold) continue;
      let [whole, length] = [0, 0];
      for (let j = 0; j < columns; j++) {
        centred[j] = values[i * columns + j]! - model.centre[j]!;
        whole += centred[j]! ** 2;
        length += values[i * columns + j]! ** 2;
      }
      if (whole <= ROUNDING * length) continue;
      const specific = model.basis.reduce((sum, axis) => sum + dot(axis, centred) ** 2, 0);
      index[i] = Math.min(1, Math.max(0, 1 - specific / whole));
    }
  }
  return index;
}

/** Deals each benchmark's points round the folds in random order. */
function dealFolds({ codes, names }: CodedLabels, random: Random): Uint8Array {
  const folds = new Uint8Array(codes.length);
  const order = Uint32Array.from(codes.keys());
  shuffle(order, random);
  const dealt = new Uint32Array(names.length);
  for (const point of order) folds[point] = dealt[codes[point]!]!++ % FOLDS;
  return folds;
}

/** Centre, and an orthonormal basis of the centroids around it, of all points outside a fold. */
function specificSpan(
  { values, rows, columns }: Matrix,
  { codes, names }: CodedLabels,
  folds: Uint8Array,
  fold: number,
) {
  const sums = names.map(() => new Float64Array(columns));
  const counts = new Uint32Array(names.length);
  const centre = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    if (folds[i] === fold) continue;
    const sum = sums[codes[i]!]!;
    counts[codes[i]!]!++;
    total++;
    for (let j = 0; j < columns; j++) {
      const x = values[i * columns + j]!;
      sum[j]! += x;
      centre[j]! += x;
    }
  }
  const present = [...counts.keys()].filter((label) => counts[label]! > 0);
  if (present.length < 2) return null;
  for (let j = 0; j < columns; j++) centre[j]! /= total;
  const directions = present.map((label) => sums[label]!.map((x, j) => x / counts[label]! - centre[j]!));
  return { centre, basis: orthonormal(directions) };
}

/** Gram–Schmidt, twice for accuracy; directions that the others already span are left out. */
function orthonormal(directions: Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const direction of directions) {
    const rest = direction.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const axis of basis) {
        const along = dot(axis, rest);
        for (let j = 0; j < rest.length; j++) rest[j]! -= along * axis[j]!;
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    // Centroids around their weighted mean are linearly dependent: the last is left with rounding alone.
    if (length > 1e-9 * Math.sqrt(dot(direction, direction)) && length > 0)
      basis.push(rest.map((x) => x / length));
  }
  return basis;
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j]! * y[j]!;
  return sum;
}
