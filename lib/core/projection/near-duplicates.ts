import type { Neighbours } from './nearest-neighbours';
import { UnionFind } from './union-find';

/**
 * Groups of points that are connected by steps of at most a distance to one of their nearest others.
 *
 * @returns of each point the number of its group, the largest being 0; −1 for points without a near duplicate
 * @complexity O(points · k)
 */
export function nearDuplicates({ indices, distances, k }: Neighbours, within: number): Int32Array {
  const points = k > 0 ? indices.length / k : 0;
  const sets = new UnionFind(points);
  for (let at = 0; at < indices.length; at++) {
    if (distances[at]! <= within) sets.join(Math.floor(at / k), indices[at]!);
  }
  const sizes = new Map<number, number>();
  for (let i = 0; i < points; i++) sizes.set(sets.find(i), (sizes.get(sets.find(i)) ?? 0) + 1);
  const order = [...sizes].filter(([, size]) => size > 1).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const numberOf = new Map(order.map(([set], i) => [set, i]));
  return Int32Array.from({ length: points }, (_, i) => numberOf.get(sets.find(i)) ?? -1);
}
