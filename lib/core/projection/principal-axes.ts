import type { Random } from '@/lib/core/random';
import type { Matrix } from './matrix';

/** Rounds of the iteration: enough for a start or a picture, where the axes need not be exact. */
const ROUNDS = 30;

/**
 * Coordinates of points on their two axes of largest variance, by subspace iteration.
 *
 * Each axis points so that its entry of largest magnitude is positive, which makes the picture repeatable.
 *
 * @param matrix  points, finite
 * @param random  for the first guess of the axes
 * @returns rows × 2, centred; a coordinate is 0 where the points do not vary
 * @complexity O(30 · rows · columns)
 */
export function principalAxes({ values, rows, columns }: Matrix, random: Random): Float64Array {
  const centre = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) centre[i % columns]! += values[i]! / rows;
  const centred = values.map((x, i) => x - centre[i % columns]!);

  const axes = [0, 1].map(() => Float64Array.from({ length: columns }, () => random() - 0.5));
  const points = new Float64Array(rows * 2);
  for (let round = 0; round <= ROUNDS; round++) {
    makeOrthonormal(axes);
    const next = axes.map(() => new Float64Array(columns));
    for (let i = 0; i < rows; i++) {
      const row = centred.subarray(i * columns, (i + 1) * columns);
      for (let a = 0; a < 2; a++) {
        const [axis, sum] = [axes[a]!, next[a]!];
        let along = 0;
        for (let j = 0; j < columns; j++) along += row[j]! * axis[j]!;
        points[2 * i + a] = along;
        for (let j = 0; j < columns; j++) sum[j]! += along * row[j]!;
      }
    }
    if (round < ROUNDS) axes.splice(0, 2, ...next);
  }
  axes.forEach((axis, a) => {
    const widest = axis.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
    if (widest < 0) for (let i = 0; i < rows; i++) points[2 * i + a]! *= -1;
  });
  return points;
}

function makeOrthonormal([first, second]: Float64Array[]): void {
  normalise(first!);
  let along = 0;
  for (let j = 0; j < first!.length; j++) along += first![j]! * second![j]!;
  for (let j = 0; j < first!.length; j++) second![j]! -= along * first![j]!;
  normalise(second!);
}

/** A direction without length (points that do not vary) becomes zero. */
function normalise(axis: Float64Array): void {
  const length = Math.sqrt(axis.reduce((sum, x) => sum + x * x, 0));
  for (let j = 0; j < axis.length; j++) axis[j] = length > 1e-150 ? axis[j]! / length : 0;
}
