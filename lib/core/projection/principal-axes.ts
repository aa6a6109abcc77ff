import type { Random } from '@/lib/core/random';
import type { Rows } from './matrix';

/** Rounds of the iteration: enough for a start or a picture, where the axes need not be exact. */
const ROUNDS = 30;
/** Points that the axes are found from; with more, that many evenly spaced ones. */
const CONSULTED = 512;

/**
 * Coordinates of points on their axes of largest variance, by subspace iteration.
 *
 * Each axis points so that its entry of largest magnitude is positive, which makes the picture repeatable.
 *
 * @param points      finite
 * @param random      for the first guess of the axes
 * @param components  axes wanted
 * @returns rows × components, centred; a coordinate is 0 where the points do not vary
 * @complexity O(30 · min(rows, 512) · columns + rows · columns)
 */
export function principalAxes(points: Rows, random: Random, components = 2): Float64Array {
  const { values, rows, columns } = points;
  const centre = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) centre[j]! += values[at]!;
  }
  for (let j = 0; j < columns; j++) centre[j]! /= rows;
  const consulted = Math.min(rows, CONSULTED);
  const centred = Array.from({ length: consulted }, (_, c) => {
    const from = Math.floor((c * rows) / consulted) * columns;
    return centre.map((mean, j) => values[from + j]! - mean);
  });
  let axes: Float64Array[] = Array.from({ length: components }, () => centre.map(() => random() - 0.5));
  for (let round = 0; round <= ROUNDS; round++) {
    makeOrthonormal(axes);
    if (round < ROUNDS) axes = turned(axes, centred);
  }
  for (const axis of axes) pointUp(axis);
  return coordinates(points, centre, axes);
}

/** Each axis multiplied with the points' covariance, up to a factor. */
function turned(axes: Float64Array[], centred: Float64Array[]): Float64Array[] {
  return axes.map((axis) => {
    const sum = new Float64Array(axis.length);
    for (const row of centred) {
      let along = 0;
      for (let j = 0; j < row.length; j++) along += row[j]! * axis[j]!;
      for (let j = 0; j < row.length; j++) sum[j]! += along * row[j]!;
    }
    return sum;
  });
}

function coordinates(
  { values, rows, columns }: Rows,
  centre: Float64Array,
  axes: Float64Array[],
): Float64Array {
  const placed = new Float64Array(rows * axes.length);
  for (const [a, axis] of axes.entries()) {
    let middle = 0;
    for (let j = 0; j < columns; j++) middle += centre[j]! * axis[j]!;
    for (let i = 0, at = 0; i < rows; i++) {
      let along = -middle;
      for (let j = 0; j < columns; j++, at++) along += values[at]! * axis[j]!;
      placed[i * axes.length + a] = along;
    }
  }
  return placed;
}

function pointUp(axis: Float64Array): void {
  const widest = axis.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  if (widest < 0) for (let j = 0; j < axis.length; j++) axis[j]! *= -1;
}

function makeOrthonormal(axes: Float64Array[]): void {
  for (const [a, axis] of axes.entries()) {
    for (const other of axes.slice(0, a)) {
      let along = 0;
      for (let j = 0; j < axis.length; j++) along += other[j]! * axis[j]!;
      for (let j = 0; j < axis.length; j++) axis[j]! -= along * other[j]!;
    }
    normalise(axis);
  }
}

/** A direction without length (points that do not vary) becomes zero. */
function normalise(axis: Float64Array): void {
  const length = Math.sqrt(axis.reduce((sum, x) => sum + x * x, 0));
  for (let j = 0; j < axis.length; j++) axis[j] = length > 1e-150 ? axis[j]! / length : 0;
}
