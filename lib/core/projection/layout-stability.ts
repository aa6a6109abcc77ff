import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { Rows } from './matrix';
import { nearestNeighbours } from './nearest-neighbours';
import { alignTo, displacement } from './procrustes';

/** How much of a map is the data and how much the seed. */
export interface LayoutStability {
  /** Mean share of the k nearest on one map that are also among the k nearest on another. */
  overlap: Estimate;
  /** Root mean square distance of points on two maps laid over each other, as a share of their spread. */
  displacement: Estimate;
  neighbors: number;
  seeds: number[];
}

/**
 * Compares maps of the same points that differ in their seed alone, each with each.
 *
 * @param maps  at least two, of as many points
 * @complexity O(maps · rows · log rows + maps² · rows · k)
 */
export function layoutStability({
  maps,
  neighbors,
  seeds,
}: {
  maps: readonly Rows[];
  neighbors: number;
  seeds: number[];
}): LayoutStability {
  const { rows } = maps[0]!;
  if (rows <= neighbors)
    return unknownStability(`needs more than ${neighbors} points, got ${rows}`, seeds, neighbors);
  const near = maps.map((map) => nearestNeighbours(map, neighbors, 'euclidean').indices);
  let [common, moved, pairs] = [0, 0, 0];
  for (let a = 0; a < maps.length; a++) {
    for (let b = 0; b < a; b++) {
      common += commonNeighbours(near[a]!, near[b]!, neighbors);
      const target = maps[b]!.values;
      moved += displacement({ ...maps[a]!, values: alignTo(maps[a]!, target) }, target);
      pairs++;
    }
  }
  return {
    overlap: { value: common / (pairs * rows * neighbors) },
    displacement: { value: moved / pairs },
    neighbors,
    seeds,
  };
}

export function unknownStability(reason: string, seeds: number[], neighbors: number): LayoutStability {
  return { overlap: notEstimable(reason), displacement: notEstimable(reason), neighbors, seeds };
}

/** Over all points, how many of their k nearest two lists have in common. */
export function commonNeighbours(ours: Uint32Array, theirs: Uint32Array, k: number): number {
  let common = 0;
  for (let from = 0; from < ours.length; from += k) {
    const other = theirs.subarray(from, from + k);
    for (let j = from; j < from + k; j++) if (other.includes(ours[j]!)) common++;
  }
  return common;
}
