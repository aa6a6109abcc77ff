import { dotError, dotProducts, LARGEST_BATCH } from '@/lib/core/linear/dot-products';
import { type Matrix, type SpaceMetric, unitRows } from './matrix';

/** One point against all: rough keys for all, the exact distance for those that matter. */
export interface ScreenedRow {
  point: number;
  /**
   * Grows with the distance to each point, up to ± error; overwritten by the next row. Keys of different points are
   * not to be compared.
   */
  keys: Float64Array;
  error: number;
  /** The exact distance to another point, in double precision. */
  distanceTo: (other: number) => number;
}

/**
 * Calls `visit` for each asked point, 64 at a time through float32 dot products. Who asks `distanceTo` only where keys
 * are within twice the error of a decision gets the result of double precision throughout, at a fraction of the time.
 *
 * Cosine distance is 1 − cos; from a zero vector it is 1, and 0 between two zero vectors.
 *
 * @param matrix  finite numbers
 * @complexity O(asked · rows · columns)
 */
export function screenPairs(
  matrix: Matrix,
  metric: SpaceMetric,
  asked: ArrayLike<number>,
  visit: (row: ScreenedRow) => void,
): void {
  const { rows, columns } = matrix;
  const isCosine = metric === 'cosine';
  const exact = isCosine ? unitRows(matrix).values : matrix.values;
  const { scaled, squares } = toUnitBall(isCosine ? exact : centred(matrix), rows, columns);
  const products = dotProducts(scaled, columns);
  const batch = new Float32Array(LARGEST_BATCH * columns);
  const keys = new Float64Array(rows);
  const distance = isCosine ? cosineDistance : euclideanDistance;

  for (let start = 0; start < asked.length; start += LARGEST_BATCH) {
    const count = Math.min(LARGEST_BATCH, asked.length - start);
    for (let q = 0; q < count; q++) {
      const point = asked[start + q]!;
      batch.set(scaled.subarray(point * columns, (point + 1) * columns), q * columns);
    }
    const dots = products(batch, count);
    for (let q = 0; q < count; q++) {
      const point = asked[start + q]!;
      const from = q * rows;
      // |x − y|² = |x|² + |y|² − 2xy, of which |x|² is the same for all; the cosine distance is 1 − xy.
      if (isCosine) for (let j = 0; j < rows; j++) keys[j] = -2 * dots[from + j]!;
      else for (let j = 0; j < rows; j++) keys[j] = squares[j]! - 2 * dots[from + j]!;
      const error = 2 * dotError(columns) * Math.sqrt(squares[point]!) + 1e-15;
      const distanceTo = (other: number) => distance(exact, point * columns, other * columns, columns);
      visit({ point, keys, error, distanceTo });
    }
  }
}

/** Scales all rows alike so that the longest has length 1, as the error of dot products is stated for. */
function toUnitBall(values: Float64Array, rows: number, columns: number) {
  const squares = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) squares[i]! += values[at]! * values[at]!;
  }
  const longest = Math.sqrt(squares.reduce((most, x) => Math.max(most, x), 0)) || 1;
  return {
    scaled: Float32Array.from(values, (x) => x / longest),
    squares: squares.map((x) => x / longest / longest),
  };
}

/** Distances do not change, but dot products of what lies around 0 lose less to rounding. */
function centred({ values, rows, columns }: Matrix): Float64Array {
  const centre = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) centre[i % columns]! += values[i]! / rows;
  return values.map((x, i) => x - centre[i % columns]!);
}

function euclideanDistance(values: Float64Array, x: number, y: number, columns: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    const difference = values[x + j]! - values[y + j]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** Of unit vectors, or zero ones. */
function cosineDistance(units: Float64Array, x: number, y: number, columns: number): number {
  let [dot, xSquares, ySquares] = [0, 0, 0];
  for (let j = 0; j < columns; j++) {
    const [a, b] = [units[x + j]!, units[y + j]!];
    dot += a * b;
    xSquares += a * a;
    ySquares += b * b;
  }
  return xSquares === 0 && ySquares === 0 ? 0 : Math.max(0, 1 - dot);
}
