import { UMAP } from 'umap-js';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { distanceCurve } from './distance-curve';
import { edgeSchedule } from './edge-schedule';
import { distanceScales, type FuzzyGraph, fuzzyGraph } from './fuzzy-graph';
import { type SpaceMetric, toMatrix } from './matrix';
import { type Neighbours, nearestNeighbours } from './nearest-neighbours';

interface Golden {
  find_ab_params: { spread: number; min_dist: number; a: number; b: number }[];
  cases: {
    id: string;
    n: number;
    d: number;
    k: number;
    metric: SpaceMetric;
    local_connectivity: number;
    set_op_mix_ratio: number;
    X: number[][];
    expected: {
      knn_indices: number[][];
      knn_distances: number[][];
      sigmas: number[];
      rhos: number[];
      graph_upper_triangle: { row: number[]; col: number[]; val: number[] };
      graph_sum_of_weights: number;
      epochs_per_sample_upper_triangle_n_epochs_200?: number[];
    };
  }[];
}
const golden = readGolden<Golden>('umap_blocks');

/** The neighbours that the reference was given, without the point itself. */
function givenNeighbours(
  { knn_indices, knn_distances }: Golden['cases'][0]['expected'],
  k: number,
): Neighbours {
  return {
    indices: Uint32Array.from(knn_indices.flatMap((row) => row.slice(1, k))),
    distances: Float64Array.from(knn_distances.flatMap((row) => row.slice(1, k))),
    k: k - 1,
  };
}

function edgesOf({ offsets, others, weights }: FuzzyGraph): Map<string, number> {
  const edges = new Map<string, number>();
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) edges.set(`${i} ${others[at]}`, weights[at]!);
  }
  return edges;
}

describe.each(golden.cases)('the graph of $id', ({ k, expected, ...options }) => {
  const near = givenNeighbours(expected, k);
  const graph = fuzzyGraph(near, {
    localConnectivity: options.local_connectivity,
    mixRatio: options.set_op_mix_ratio,
  });

  it('has the scales of umap-learn', () => {
    const { sigmas, rhos } = distanceScales(near, options.local_connectivity);
    expected.rhos.forEach((rho, i) => {
      expect(Math.abs(rhos[i]! - rho)).toBeLessThanOrEqual(1e-6 * Math.max(1, rho));
      expect(Math.abs(sigmas[i]! / expected.sigmas[i]! - 1)).toBeLessThanOrEqual(1e-4);
    });
  });

  it('has its edges, both ways, and their weights', () => {
    const edges = edgesOf(graph);
    let sum = 0;
    for (const weight of edges.values()) sum += weight;
    expect(Math.abs(sum / expected.graph_sum_of_weights - 1)).toBeLessThan(1e-5);
    const { row: rows, col, val } = expected.graph_upper_triangle;
    for (const [at, row] of rows.entries()) {
      const [column, weight] = [col[at]!, val[at]!];
      for (const name of [`${row} ${column}`, `${column} ${row}`]) {
        if (weight > 1e-6) expect(Math.abs(edges.get(name)! - weight)).toBeLessThan(1e-4);
        edges.delete(name);
      }
    }
    // Nothing else is in it.
    for (const weight of edges.values()) expect(weight).toBeLessThan(1e-6);
  });

  it('is pulled at as often', () => {
    const wanted = expected.epochs_per_sample_upper_triangle_n_epochs_200;
    if (!wanted) return;
    const schedule = edgeSchedule(graph, 1e9);
    const gaps = edgesOf({ ...schedule, weights: schedule.gaps });
    const { row: rows, col } = expected.graph_upper_triangle;
    rows.forEach((row, at) => {
      expect(Math.abs(gaps.get(`${row} ${col[at]}`)! / wanted[at]! - 1)).toBeLessThan(1e-3);
    });
  });
});

describe('fuzzyGraph', () => {
  it('is that of umap-js over the same neighbours', () => {
    const { n, d, k, X } = golden.cases.find(({ id }) => id === 'cosine_k15')!;
    const near = nearestNeighbours(toMatrix(X.flat(), n, d), k - 1, 'cosine');
    const umap = new UMAP({ nNeighbors: k });
    umap.setPrecomputedKNN(
      X.map((_, i) => [i, ...near.indices.subarray(i * near.k, (i + 1) * near.k)]),
      X.map((_, i) => [0, ...near.distances.subarray(i * near.k, (i + 1) * near.k)]),
    );
    umap.initializeFit(X);
    const { graph } = umap as unknown as {
      graph: { getAll(): { row: number; col: number; value: number }[] };
    };
    const theirs = graph.getAll().filter(({ value }) => value > 0);
    const ours = edgesOf(fuzzyGraph(near));
    expect(ours.size).toBe(theirs.length);
    for (const { row, col, value } of theirs) {
      expect(ours.get(`${row} ${col}`)).toBeCloseTo(value, 9);
    }
  });
});

describe('distanceCurve', () => {
  it.each(golden.find_ab_params)('is umap-learn’s for spread $spread, minDist $min_dist', (wanted) => {
    const { a, b } = distanceCurve(wanted.min_dist, wanted.spread);
    expect(Math.abs(a / wanted.a - 1)).toBeLessThan(1e-4);
    expect(Math.abs(b / wanted.b - 1)).toBeLessThan(1e-4);
  });
});
