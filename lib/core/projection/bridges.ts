import type { Rows } from './matrix';
import type { Neighbours } from './nearest-neighbours';
import { UnionFind } from './union-find';

/** Points that stand for the others when parts are connected. */
const MOST_STANDING = 3000;

export interface Bridge {
  from: number;
  to: number;
  distance: number;
}

/**
 * Connections between the parts of a neighbour graph, which would otherwise hang together nowhere: a minimum spanning tree,
 * by mutual reachability, over evenly spaced points of every part (Prim 1957).
 *
 * @param core  how far the `density`-th nearest of each point is
 * @returns none where the graph is of one piece
 * @complexity O(min(points, max(3000, parts))²)
 */
export function bridgesOf(points: Rows, { indices, k }: Neighbours, core: Float64Array): Bridge[] {
  const sets = new UnionFind(points.rows);
  for (let at = 0; at < indices.length; at++) sets.join(Math.floor(at / k), indices[at]!);
  const parts = new Map<number, number[]>();
  for (let i = 0; i < points.rows; i++) {
    const part = parts.get(sets.find(i));
    if (part) part.push(i);
    else parts.set(sets.find(i), [i]);
  }
  if (parts.size < 2) return [];
  const share = Math.max(1, Math.floor(MOST_STANDING / parts.size));
  const standing = [...parts.values()].flatMap((part) => {
    const step = Math.max(1, part.length / share);
    return Array.from({ length: Math.min(share, part.length) }, (_, s) => part[Math.floor(s * step)]!);
  });
  return spanningTree(points, standing, core);
}

function spanningTree({ values, columns }: Rows, standing: number[], core: Float64Array): Bridge[] {
  const nearest = new Float64Array(standing.length).fill(Infinity);
  const reachedFrom = new Uint32Array(standing.length);
  const isIn = new Uint8Array(standing.length);
  const bridges: Bridge[] = [];
  let last = 0;
  for (let step = 1; step < standing.length; step++) {
    isIn[last] = 1;
    const from = standing[last]!;
    let next = -1;
    for (let s = 0; s < standing.length; s++) {
      if (isIn[s]) continue;
      const to = standing[s]!;
      let square = 0;
      for (let c = 0; c < columns; c++)
        square += (values[from * columns + c]! - values[to * columns + c]!) ** 2;
      const distance = Math.max(Math.sqrt(square), core[from]!, core[to]!);
      if (distance < nearest[s]!) {
        nearest[s] = distance;
        reachedFrom[s] = from;
      }
      if (next < 0 || nearest[s]! < nearest[next]!) next = s;
    }
    bridges.push({ from: reachedFrom[next]!, to: standing[next]!, distance: nearest[next]! });
    last = next;
  }
  return bridges;
}
