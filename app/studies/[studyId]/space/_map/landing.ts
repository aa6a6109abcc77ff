import type { MapQuery } from '@/lib/queries/query-on-map';
import type { Point } from './camera';
import { type Cloud, pointOf } from './cloud';
import { intoFrame } from './frame';

/**
 * Where a query lies in the frame of a map: where the transform put it, else the mean of its nearest memories by
 * similarity. Null without either.
 */
export function landing(
  { place, nearest: { rows, cosines } }: Pick<MapQuery, 'place' | 'nearest'>,
  cloud: Pick<Cloud, 'frame' | 'positions'>,
): Point | null {
  if (place.coordinates) {
    const [x = 0, y = 0, z = 0] = intoFrame(cloud.frame, place.coordinates);
    return { x, y, z };
  }
  let [x, y, z, sum] = [0, 0, 0, 0];
  for (const [i, row] of rows.entries()) {
    const near = pointOf(cloud, row);
    x += near.x * cosines[i]!;
    y += near.y * cosines[i]!;
    z += near.z * cosines[i]!;
    sum += cosines[i]!;
  }
  return sum > 0 ? { x: x / sum, y: y / sum, z: z / sum } : null;
}
