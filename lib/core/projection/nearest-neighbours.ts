import { type Matrix, type SpaceMetric, unitRows } from './matrix';

/** Each point's nearest others, nearest first: entry j of point i lies at i · k + j. */
export interface Neighbours {
  indices: Uint32Array;
  distances: Float64Array;
  /** Neighbours per point. */
  k: number;
}

/**
 * Exact nearest neighbours by comparing all pairs. The point itself is left out by its index, so that copies of it
 * count; equal distances go by smaller index.
 *
 * Cosine distance is 1 − cos; from a zero vector it is 1, and 0 between two zero vectors.
 *
 * @param matrix      finite numbers
 * @param k           neighbours wanted, integer in [0, rows − 1]
 * @param onProgress  called now and then with the part done
 * @throws RangeError when k is out of range
 * @complexity O(rows² · columns) time, O(rows · k) space
 */
export function nearestNeighbours(
  matrix: Matrix,
  k: number,
  metric: SpaceMetric,
  onProgress?: (fraction: number) => void,
): Neighbours {
  const { rows } = matrix;
  if (!Number.isInteger(k) || k < 0 || k >= Math.max(1, rows)) {
    throw new RangeError(`k must be an integer in [0, ${rows - 1}], got ${k}`);
  }
  const indices = new Uint32Array(rows * k);
  const distances = new Float64Array(rows * k);
  forEachDistanceRow(
    matrix,
    metric,
    Array.from({ length: rows }, (_, i) => i),
    (i, row) => {
      row[i] = Infinity;
      keepSmallest(row, indices.subarray(i * k, (i + 1) * k), distances.subarray(i * k, (i + 1) * k));
      if (onProgress && i % 256 === 0) onProgress(i / rows);
    },
  );
  return { indices, distances, k };
}

/**
 * Calls `visit` with the distances from each asked point to all points. The row is reused: copy what is to be kept.
 *
 * Four points at a time, so that each number of the matrix is read from memory once for four.
 *
 * @complexity O(asked · rows · columns)
 */
export function forEachDistanceRow(
  matrix: Matrix,
  metric: SpaceMetric,
  asked: readonly number[],
  visit: (point: number, distances: Float64Array) => void,
): void {
  const { rows, columns } = matrix;
  const values = metric === 'cosine' ? unitRows(matrix).values : matrix.values;
  const isZero = metric === 'cosine' ? zeroRows(values, rows, columns) : null;
  const kernel = metric === 'cosine' ? dotsOfFour : squaresOfFour;
  const out = Array.from({ length: 4 }, () => new Float64Array(rows));
  for (let start = 0; start < asked.length; start += 4) {
    const group = [0, 1, 2, 3].map((i) => asked[Math.min(start + i, asked.length - 1)]!);
    kernel(
      values,
      rows,
      columns,
      group.map((point) => point * columns),
      out,
    );
    for (let i = 0; i < 4 && start + i < asked.length; i++) {
      const point = group[i]!;
      const row = out[i]!;
      if (isZero) dotsToDistances(row, point, isZero);
      else for (let j = 0; j < rows; j++) row[j] = Math.sqrt(row[j]!);
      visit(point, row);
    }
  }
}

function squaresOfFour(
  values: Float64Array,
  rows: number,
  columns: number,
  offsets: number[],
  out: Float64Array[],
): void {
  const [a, b, c, d] = [offsets[0]!, offsets[1]!, offsets[2]!, offsets[3]!];
  const [outA, outB, outC, outD] = [out[0]!, out[1]!, out[2]!, out[3]!];
  for (let row = 0, from = 0; row < rows; row++, from += columns) {
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const x = values[from + j]!;
      const fromA = x - values[a + j]!;
      const fromB = x - values[b + j]!;
      const fromC = x - values[c + j]!;
      const fromD = x - values[d + j]!;
      sumA += fromA * fromA;
      sumB += fromB * fromB;
      sumC += fromC * fromC;
      sumD += fromD * fromD;
    }
    outA[row] = sumA;
    outB[row] = sumB;
    outC[row] = sumC;
    outD[row] = sumD;
  }
}

function dotsOfFour(
  values: Float64Array,
  rows: number,
  columns: number,
  offsets: number[],
  out: Float64Array[],
): void {
  const [a, b, c, d] = [offsets[0]!, offsets[1]!, offsets[2]!, offsets[3]!];
  const [outA, outB, outC, outD] = [out[0]!, out[1]!, out[2]!, out[3]!];
  for (let row = 0, from = 0; row < rows; row++, from += columns) {
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const x = values[from + j]!;
      sumA += x * values[a + j]!;
      sumB += x * values[b + j]!;
      sumC += x * values[c + j]!;
      sumD += x * values[d + j]!;
    }
    outA[row] = sumA;
    outB[row] = sumB;
    outC[row] = sumC;
    outD[row] = sumD;
  }
}

function dotsToDistances(row: Float64Array, point: number, isZero: Uint8Array): void {
  for (let j = 0; j < row.length; j++) row[j] = Math.max(0, 1 - row[j]!);
  if (isZero[point]) for (let j = 0; j < row.length; j++) row[j] = isZero[j] ? 0 : 1;
}

function zeroRows(values: Float64Array, rows: number, columns: number): Uint8Array {
  return Uint8Array.from({ length: rows }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns).every((x) => x === 0) ? 1 : 0,
  );
}

/** Fills `indices` and `distances` with the smallest entries of a row, ascending, equal ones by smaller index. */
function keepSmallest(row: Float64Array, indices: Uint32Array, distances: Float64Array): void {
  const k = indices.length;
  if (k === 0) return;
  let kept = 0;
  let bar = Infinity;
  for (let j = 0; j < row.length; j++) {
    const distance = row[j]!;
    if (kept === k ? distance >= bar : distance === Infinity) continue;
    let at = kept < k ? kept++ : k - 1;
    for (; at > 0 && distances[at - 1]! > distance; at--) {
      distances[at] = distances[at - 1]!;
      indices[at] = indices[at - 1]!;
    }
    distances[at] = distance;
    indices[at] = j;
    bar = distances[k - 1]!;
  }
}
