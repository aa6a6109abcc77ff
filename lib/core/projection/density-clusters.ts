import { type DensityTree, densityTree } from './density-tree';
import type { Rows } from './matrix';
import type { Neighbours } from './nearest-neighbours';

export interface DensityClusters {
  /** Of each point: 0 for the largest cluster and so on; −1 for points of none. */
  clusters: Int32Array;
  /** Points per cluster, largest first. */
  sizes: number[];
  /** 0 in the midst of a cluster, towards 1 the earlier a point falls off (GLOSH). */
  outlierScores: Float32Array;
}

interface Condensed {
  parents: number[];
  /** Density at which each cluster begins. */
  births: number[];
  /** Excess of mass. */
  stabilities: number[];
  /** Of each point: the cluster that it falls from, and the density at which it does. */
  lastCluster: Uint32Array;
  lambdas: Float64Array;
}

/**
 * Clusters of any shape and density, and what belongs to none: HDBSCAN* with selection by excess of mass, over pairs of
 * nearest neighbours. The whole is never a cluster.
 *
 * @param points       at least two
 * @param near         of each point; at least `density` of them
 * @param smallest     points that make a cluster, ≥ 2
 * @param density      neighbours by which the density around a point is measured
 * @complexity O(points · k · log points)
 * @see Campello, Moulavi, Zimek & Sander 2015, ACM TKDD 10(1)
 */
export function densityClusters(
  points: Rows,
  near: Neighbours,
  smallest: number,
  density: number,
): DensityClusters {
  const tree = densityTree(points, near, density);
  const condensed = condense(tree, smallest);
  const chosen = choose(condensed);
  return { ...numbered(condensed, chosen), outlierScores: outlierScoresOf(condensed) };
}

/** Points that fall off one by one do not end a cluster; it ends where it parts into two. */
function condense(tree: DensityTree, smallest: number): Condensed {
  const { points, left, right, distances, sizes } = tree;
  const condensed: Condensed = {
    parents: [0],
    births: [0],
    stabilities: [0],
    lastCluster: new Uint32Array(points),
    lambdas: new Float64Array(points),
  };
  const { parents, births, stabilities, lastCluster, lambdas } = condensed;
  const sizeOf = (node: number) => (node < points ? 1 : sizes[node - points]!);
  const fall = (node: number, cluster: number, lambda: number) => {
    for (const open = [node]; open.length > 0; ) {
      const next = open.pop()!;
      if (next >= points) open.push(left[next - points]!, right[next - points]!);
      else {
        lastCluster[next] = cluster;
        lambdas[next] = lambda;
        stabilities[cluster]! += lambda - births[cluster]!;
      }
    }
  };
  for (const open: [node: number, cluster: number][] = [[2 * points - 2, 0]]; open.length > 0; ) {
    const [node, cluster] = open.pop()!;
    if (node < points) {
      fall(node, cluster, births[cluster]!);
      continue;
    }
    const lambda = 1 / Math.max(distances[node - points]!, 1e-9);
    const children = [left[node - points]!, right[node - points]!];
    const large = children.filter((child) => sizeOf(child) >= smallest);
    for (const child of children) {
      if (!large.includes(child)) fall(child, cluster, lambda);
      else if (large.length === 1) open.push([child, cluster]);
      else {
        stabilities[cluster]! += sizeOf(child) * (lambda - births[cluster]!);
        parents.push(cluster);
        births.push(lambda);
        stabilities.push(0);
        open.push([child, parents.length - 1]);
      }
    }
  }
  return condensed;
}

/** Those clusters that hold more mass than the clusters they part into. */
function choose({ parents, stabilities }: Condensed): boolean[] {
  const best = stabilities.slice();
  const below = parents.map(() => 0);
  const chosen = parents.map(() => false);
  for (let c = parents.length - 1; c > 0; c--) {
    chosen[c] = best[c]! >= below[c]!;
    best[c] = Math.max(best[c]!, below[c]!);
    below[parents[c]!]! += best[c]!;
  }
  // Children have larger numbers than their parents.
  for (let c = 1; c < parents.length; c++) {
    if (isWithinChosen(parents[c]!, parents, chosen)) chosen[c] = false;
  }
  return chosen;
}

function isWithinChosen(cluster: number, parents: number[], chosen: boolean[]): boolean {
  for (let c = cluster; c > 0; c = parents[c]!) if (chosen[c]) return true;
  return false;
}

function numbered({ parents, lastCluster }: Condensed, chosen: boolean[]) {
  const owner = parents.map((_, c) => {
    let at = c;
    while (at > 0 && !chosen[at]) at = parents[at]!;
    return at;
  });
  const counts = new Map<number, number>();
  for (const c of lastCluster) if (owner[c]! > 0) counts.set(owner[c]!, (counts.get(owner[c]!) ?? 0) + 1);
  const order = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const numberOf = new Map(order.map(([cluster], i) => [cluster, i]));
  return {
    clusters: Int32Array.from(lastCluster, (c) => numberOf.get(owner[c]!) ?? -1),
    sizes: order.map(([, count]) => count),
  };
}

/** 1 − λ / λmax: how much sparser it is where a point falls off than in the densest part of what it falls from. */
function outlierScoresOf({ parents, lastCluster, lambdas }: Condensed): Float32Array {
  const densest = parents.map(() => 0);
  lambdas.forEach((lambda, i) => {
    densest[lastCluster[i]!] = Math.max(densest[lastCluster[i]!]!, lambda);
  });
  for (let c = parents.length - 1; c > 0; c--) {
    densest[parents[c]!] = Math.max(densest[parents[c]!]!, densest[c]!);
  }
  return Float32Array.from(lambdas, (lambda, i) => {
    const most = densest[lastCluster[i]!]!;
    return most > 0 ? 1 - lambda / most : 0;
  });
}
