import {
  type Numbers,
  type QuantisedRows,
  quantiseRows,
  strideOf,
  UNIT,
} from '@/lib/core/linear/quantised-rows';
import type { Rows, SpaceMetric } from './matrix';

/** Points made ready for the search of nearest neighbours; on shared memory, apart from the points themselves. */
export interface NeighbourSpace extends Rows {
  metric: SpaceMetric;
  /** Squared length of each row. */
  squares: Float64Array;
  /**
   * The points as integers, whose products fall as distances grow: what is searched, and what it is searched with. Null
   * where that is not needed: in up to three dimensions, and where all points are in the same place.
   */
  screen: { places: QuantisedRows; questions: QuantisedRows } | null;
  /** All points are in the same place. */
  isSinglePlace: boolean;
}

/** Up to here space is divided instead of compared. */
export const FEW_COLUMNS = 3;

/**
 * Makes points ready for neighboursOf.
 *
 * Under cosine the products are those of directions. For Euclidean distance the point x asks with (x, 1) and is found as
 * (x, −|x|²/2), around the centre and scaled by the longest: x · y − |y|²/2 is largest where |x − y| is smallest.
 *
 * @param points  finite
 * @complexity O(rows · columns)
 */
export function neighbourSpace({ values, rows, columns }: Rows, metric: SpaceMetric): NeighbourSpace {
  const squares = squaredLengths({ values, rows, columns });
  const space = { values, rows, columns, metric, squares };
  if (metric === 'cosine') {
    const directions = quantiseRows(values, columns);
    return { ...space, screen: { places: directions, questions: directions }, isSinglePlace: false };
  }
  const centre = centreOf(values, rows, columns);
  const longest = longestFrom(values, rows, centre);
  const isSinglePlace = longest === 0;
  const screen = isSinglePlace || columns <= FEW_COLUMNS ? null : lift(values, rows, centre, longest);
  return { ...space, screen, isSinglePlace };
}

/** On shared memory. */
export function squaredLengths({ values, rows, columns }: Rows): Float64Array {
  const squares = new Float64Array(new SharedArrayBuffer(8 * rows));
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (const end = at + columns; at < end; at++) sum += values[at]! * values[at]!;
    squares[i] = sum;
  }
  return squares;
}

/** The mean of all rows. */
export function centreOf(values: Numbers, rows: number, columns: number): Float64Array {
  const centre = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) centre[j]! += values[at]!;
  }
  return centre.map((sum) => sum / rows);
}

function longestFrom(values: Numbers, rows: number, centre: Float64Array): number {
  let most = 0;
  let isEqual = true;
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < centre.length; j++, at++) {
      sum += (values[at]! - centre[j]!) ** 2;
      isEqual &&= values[at] === values[j];
    }
    most = Math.max(most, sum);
  }
  // The mean of equal numbers may be off by their rounding.
  return isEqual ? 0 : Math.sqrt(most);
}

function lift(values: Numbers, rows: number, centre: Float64Array, longest: number) {
  const columns = centre.length + 1;
  const stride = strideOf(columns);
  const make = (): QuantisedRows => ({
    values: new Int16Array(new SharedArrayBuffer(2 * rows * stride)),
    stride,
    columns,
    norms: new Float64Array(0),
  });
  const [places, questions] = [make(), make()];
  // Lengths are at most √(1 + ¼) and √(1 + 1) times the longest.
  const [forPlaces, forQuestions] = [UNIT / Math.sqrt(1.25), UNIT / Math.sqrt(2)];
  const whole = (x: number) => Math.floor(x + 0.5);
  for (let i = 0, at = 0; i < rows; i++) {
    const to = i * stride;
    let square = 0;
    for (let j = 0; j < centre.length; j++, at++) {
      const x = (values[at]! - centre[j]!) / longest;
      square += x * x;
      places.values[to + j] = whole(x * forPlaces);
      questions.values[to + j] = whole(x * forQuestions);
    }
    places.values[to + centre.length] = whole(-0.5 * Math.min(1, square) * forPlaces);
    questions.values[to + centre.length] = whole(forQuestions);
  }
  return { places, questions };
}
