import { dotError, dotProducts, LARGEST_BATCH } from '@/lib/core/linear/dot-products';
import { ExactDistances } from './exact-distances';
import { centreOf, type NeighbourSpace } from './neighbour-space';

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
 * @complexity O(asked · rows · columns), and a copy of the points in float32
 */
export function screenPairs(
  space: NeighbourSpace,
  asked: ArrayLike<number>,
  visit: (row: ScreenedRow) => void,
): void {
  const { rows, columns } = space;
  const isCosine = space.metric === 'cosine';
  const { scaled, squares } = isCosine ? directionsOf(space) : unitBallOf(space);
  const products = dotProducts(scaled, columns);
  const batch = new Float32Array(LARGEST_BATCH * columns);
  const keys = new Float64Array(rows);
  const exact = new ExactDistances(space);

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
      visit({ point, keys, error, distanceTo: (other) => exact.between(point, other) });
    }
  }
}

/** Rows of length 1; a row of zeros stays zero. */
function directionsOf({ values, rows, columns, squares }: NeighbourSpace) {
  const scaled = new Float32Array(values.length);
  for (let i = 0, at = 0; i < rows; i++) {
    const scale = squares[i]! > 0 ? 1 / Math.sqrt(squares[i]!) : 0;
    for (const end = at + columns; at < end; at++) scaled[at] = values[at]! * scale;
  }
  return { scaled, squares: squares.map((square) => (square > 0 ? 1 : 0)) };
}

/**
 * Around the centre, and scaled so that the longest row has length 1, as the error of dot products is stated for. Order
 * does not change, but dot products of what lies around 0 lose less to rounding.
 */
function unitBallOf({ values, rows, columns }: NeighbourSpace) {
  const centre = centreOf(values, rows, columns);
  const squares = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) squares[i]! += (values[at]! - centre[j]!) ** 2;
  }
  const longest = Math.sqrt(squares.reduce((most, x) => Math.max(most, x), 0)) || 1;
  const scaled = new Float32Array(values.length);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) scaled[at] = (values[at]! - centre[j]!) / longest;
  }
  return { scaled, squares: squares.map((x) => x / longest / longest) };
}
