import type { Numbers } from '@/lib/core/linear/quantised-rows';

/** How far apart two vectors are. */
export type SpaceMetric = 'cosine' | 'euclidean';

/** Row-major numbers as they are stored, for what works with either precision. */
export interface Rows {
  values: Numbers;
  rows: number;
  columns: number;
}

/** Row-major numbers in double precision, as the measures of this folder take them. */
export interface Matrix {
  values: Float64Array;
  rows: number;
  columns: number;
}

/** @throws RangeError when the numbers do not fill rows × columns */
export function toMatrix(values: ArrayLike<number>, rows: number, columns: number): Matrix {
  if (values.length !== rows * columns)
    throw new RangeError(`${values.length} numbers for ${rows} rows of ${columns}`);
  return { values: Float64Array.from(values), rows, columns };
}

/** Numbers in the precision that they have. @throws RangeError when they do not fill rows × columns */
export function asRows(values: Float32Array, rows: number, columns: number): Rows {
  if (values.length !== rows * columns)
    throw new RangeError(`${values.length} numbers for ${rows} rows of ${columns}`);
  return { values, rows, columns };
}

/** Chosen rows in single precision, in the order given; all of them, ascending, are not copied. */
export function packRows({ values, rows, columns }: Rows, chosen: Uint32Array): Rows {
  if (chosen.length === rows && chosen.every((row, i) => row === i)) return { values, rows, columns };
  const packed = new Float32Array(chosen.length * columns);
  chosen.forEach((row, i) => {
    packed.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { values: packed, rows: chosen.length, columns };
}

/** Chosen rows, in the order given. */
export function takeRows({ values, columns }: Matrix, chosen: ArrayLike<number>): Matrix {
  const taken = new Float64Array(chosen.length * columns);
  for (let i = 0; i < chosen.length; i++) {
    taken.set(values.subarray(chosen[i]! * columns, (chosen[i]! + 1) * columns), i * columns);
  }
  return { values: taken, rows: chosen.length, columns };
}

/** Rows of Euclidean length 1; a row of zeros stays zero. On such rows Euclidean order is cosine order. */
export function unitRows({ values, rows, columns }: Matrix): Matrix {
  const scaled = values.slice();
  for (let i = 0; i < rows; i++) {
    const row = scaled.subarray(i * columns, (i + 1) * columns);
    let squares = 0;
    for (let j = 0; j < columns; j++) squares += row[j]! * row[j]!;
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    for (let j = 0; j < columns; j++) row[j]! /= length;
  }
  return { values: scaled, rows, columns };
}

/** Rows whose Euclidean geometry is that of the metric: under cosine those of length 1. */
export const inGeometry = (matrix: Matrix, metric: SpaceMetric): Matrix =>
  metric === 'cosine' ? unitRows(matrix) : matrix;

/** Positions of the rows whose every entry is finite. */
export function finiteRows({ values, rows, columns }: Rows): number[] {
  const finite: number[] = [];
  for (let i = 0, at = 0; i < rows; i++) {
    // Whatever is not finite makes 0 times it NaN, and so the sum.
    let sum = 0;
    for (const end = at + columns; at < end; at++) sum += 0 * values[at]!;
    if (sum === 0) finite.push(i);
  }
  return finite;
}
