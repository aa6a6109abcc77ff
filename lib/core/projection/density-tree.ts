import { bridgesOf } from './bridges';
import type { Rows } from './matrix';
import type { Neighbours } from './nearest-neighbours';
import { UnionFind } from './union-find';

/** Merges of points and of earlier merges, from dense to sparse. Merge m is node n + m; the last is the whole. */
export interface DensityTree {
  points: number;
  left: Uint32Array;
  right: Uint32Array;
  /** At which distance. */
  distances: Float64Array;
  /** Points below each merge. */
  sizes: Uint32Array;
}

/**
 * Single linkage by mutual reachability: two points are as far apart as the largest of their distance and of the distance
 * from either to its `density`-th nearest.
 *
 * Only pairs of nearest neighbours are looked at, and between parts that these do not connect, some points of each.
 *
 * @param near     k nearest others of each point, k ≥ density
 * @complexity O(points · k · log points)
 * @see Campello, Moulavi & Sander 2013, PAKDD
 */
export function densityTree(picture: Rows, near: Neighbours, density: number): DensityTree {
  const { indices, distances, k } = near;
  const points = picture.rows;
  const core = Float64Array.from({ length: points }, (_, i) => distances[i * k + density - 1]!);
  const bridges = bridgesOf(picture, near, core);
  const edges = indices.length;
  const fromOf = (edge: number) => (edge < edges ? Math.floor(edge / k) : bridges[edge - edges]!.from);
  const toOf = (edge: number) => (edge < edges ? indices[edge]! : bridges[edge - edges]!.to);
  const reach = Float64Array.from({ length: edges + bridges.length }, (_, edge) =>
    edge < edges
      ? Math.max(distances[edge]!, core[fromOf(edge)]!, core[indices[edge]!]!)
      : bridges[edge - edges]!.distance,
  );
  const order = Uint32Array.from(reach.keys()).sort((a, b) => reach[a]! - reach[b]! || a - b);
  const tree: DensityTree = {
    points,
    left: new Uint32Array(Math.max(0, points - 1)),
    right: new Uint32Array(Math.max(0, points - 1)),
    distances: new Float64Array(Math.max(0, points - 1)),
    sizes: new Uint32Array(Math.max(0, points - 1)),
  };
  const sets = new UnionFind(2 * points);
  const sizeOf = (node: number) => (node < points ? 1 : tree.sizes[node - points]!);
  let merges = 0;
  const merge = (a: number, b: number, distance: number) => {
    const node = points + merges;
    tree.left[merges] = a;
    tree.right[merges] = b;
    tree.distances[merges] = distance;
    tree.sizes[merges++] = sizeOf(a) + sizeOf(b);
    sets.join(a, node);
    sets.join(b, node);
  };
  for (const edge of order) {
    const [a, b] = [sets.find(fromOf(edge)), sets.find(toOf(edge))];
    if (a !== b) merge(a, b, reach[edge]!);
  }
  return tree;
}
