import type { MapQuery } from '@/lib/queries/query-on-map';
import { type Frame, intoFrame } from './frame';

/**
 * Where a query lies in the frame of a map: where the transform put it, else the mean of its nearest memories by
 * similarity. Null without either.
 *
 * @param positions  of the memories in the frame, x and y
 */
export function landing(
  { place, nearest: { rows, cosines } }: Pick<MapQuery, 'place' | 'nearest'>,
  frame: Frame,
  positions: Float32Array,
): { x: number; y: number } | null {
  if (place.coordinates) {
    const [x, y] = intoFrame(frame, place.coordinates);
    return { x: x!, y: y! };
  }
  let [x, y, sum] = [0, 0, 0];
  for (const [i, row] of rows.entries()) {
    x += positions[row * 2]! * cosines[i]!;
    y += positions[row * 2 + 1]! * cosines[i]!;
    sum += cosines[i]!;
  }
  return sum > 0 ? { x: x / sum, y: y / sum } : null;
}
