import { UMAP } from 'umap-js';
import { type Random, seededRandom } from '@/lib/core/random';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { finiteRows, type Matrix, type SpaceMetric, takeRows, toMatrix } from './matrix';
import { type Neighbours, nearestNeighbours } from './nearest-neighbours';
import { principalAxes } from './principal-axes';
import { trustworthiness } from './trustworthiness';
import { UmapEpochs } from './umap-epochs';

export interface UmapParameters {
  /** Size of the neighbourhood that is kept together, the point itself included; integer ≥ 2. */
  neighbors: number;
  /** How close points may be drawn; at most `spread`. */
  minDist: number;
  spread: number;
  metric: SpaceMetric;
  seed: number;
}

export const umapDefaults: UmapParameters = {
  neighbors: 15,
  minDist: 0.1,
  spread: 1,
  metric: 'cosine',
  seed: 7,
};

export interface UmapInput {
  /** rows × dimensions, row-major. */
  vectors: Float32Array;
  rows: number;
  dimensions: number;
  parameters: UmapParameters;
}

export interface Layout {
  /** rows × 2, always finite. */
  points: Float32Array;
  method: 'umap' | 'principal-axes' | 'single-place' | 'empty';
  /** Neighbours per point, itself included; 0 when there was no search. */
  neighborsUsed: number;
  epochs: number;
  /** Rows whose vector is not finite; drawn at 0, 0. */
  leftOut: number[];
  /** What had to differ from a plain UMAP, as a sentence; null when nothing. */
  note: string | null;
  /** See trustworthiness(), at 15 neighbours. */
  trustworthiness: Estimate;
}

export interface LayoutOptions {
  onProgress?: ((fraction: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

const JUDGED_NEIGHBOURS = 15;

/**
 * Lays vectors out in the plane with UMAP: exact neighbours, a start on the principal axes, one seed for all chance.
 *
 * Few points, or points that all coincide, are laid out without UMAP, and the result says so.
 *
 * @throws RangeError when sizes or parameters make no sense
 * @throws the signal's reason when aborted between epochs
 * @complexity O(rows² · dimensions) for the neighbours, then O(rows · neighbors · epochs)
 * @see McInnes, Healy & Melville 2018, arXiv:1802.03426
 */
export function layOut(
  { vectors, rows, dimensions, parameters }: UmapInput,
  options: LayoutOptions = {},
): Layout {
  const { neighbors, minDist, spread, metric, seed } = parameters;
  if (!Number.isInteger(neighbors) || neighbors < 2)
    throw new RangeError(`neighbors is an integer ≥ 2, got ${neighbors}`);
  if (!(minDist >= 0 && minDist <= spread))
    throw new RangeError(`minDist lies in [0, spread], got ${minDist}`);
  const all = toMatrix(vectors, rows, dimensions);
  const kept = finiteRows(all);
  const matrix = kept.length === rows ? all : takeRows(all, kept);
  const random = seededRandom(seed);
  const layout = layOutFinite(matrix, parameters, random, options);

  const points = new Float32Array(rows * 2);
  for (const [i, row] of kept.entries()) points.set(layout.points.subarray(2 * i, 2 * i + 2), 2 * row);
  const judged = toMatrix(layout.points, matrix.rows, 2);
  const quality =
    layout.method === 'empty' || layout.method === 'single-place'
      ? notEstimable('the points do not differ')
      : trustworthiness(matrix, judged, JUDGED_NEIGHBOURS, metric, seed);
  options.onProgress?.(1);
  const finite = new Set(kept);
  const leftOut = Array.from({ length: rows }, (_, row) => row).filter((row) => !finite.has(row));
  return { ...layout, points, leftOut, trustworthiness: quality };
}

type FiniteLayout = Omit<Layout, 'leftOut' | 'trustworthiness'>;

function layOutFinite(
  matrix: Matrix,
  parameters: UmapParameters,
  random: Random,
  options: LayoutOptions,
): FiniteLayout {
  const { rows } = matrix;
  const without = (method: FiniteLayout['method'], points: Float32Array, note: string): FiniteLayout => ({
    points,
    method,
    neighborsUsed: 0,
    epochs: 0,
    note,
  });
  if (rows === 0) return without('empty', new Float32Array(0), 'There are no vectors to lay out.');
  const axes = principalAxes(matrix, random);
  const extent = axes.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const size = matrix.values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (extent <= 1e-12 * size || extent === 0) {
    const note = rows === 1 ? 'There is a single vector.' : `All ${rows} vectors are the same.`;
    return without('single-place', new Float32Array(rows * 2), note);
  }
  const start = axes.map((x) => (10 * x) / extent);
  if (rows <= parameters.neighbors) {
    const note = `${rows} vectors are too few for UMAP with ${parameters.neighbors} neighbours: drawn on their two principal axes.`;
    return without('principal-axes', Float32Array.from(start), note);
  }
  return runUmap(matrix, start, parameters, random, options);
}

function runUmap(
  matrix: Matrix,
  start: Float64Array,
  { neighbors, minDist, spread, metric }: UmapParameters,
  random: Random,
  { onProgress, signal }: LayoutOptions,
): FiniteLayout {
  const { rows } = matrix;
  const found = nearestNeighbours(matrix, neighbors - 1, metric, (fraction) => {
    signal?.throwIfAborted();
    onProgress?.(0.3 * fraction);
  });
  const umap = new UMAP({ nNeighbors: neighbors, minDist, spread, random });
  const { indices, distances } = withSelf(found, rows);
  umap.setPrecomputedKNN(indices, distances);
  // The neighbours being known, umap-js looks at the number of rows alone.
  // The neighbours being known, umap-js looks at the number of rows alone.
  umap.initializeFit(Array.from({ length: rows }, () => []));
  // umap-js starts from uniform noise; from the principal axes the large-scale arrangement has a meaning. The jitter
  // parts copies, which would otherwise never separate.
  const points = start.map((x) => x + (random() - 0.5) * 1e-2);
  const epochs = new UmapEpochs(umap, points, random);
  for (let epoch = 0; epoch < epochs.count; epoch++) {
    signal?.throwIfAborted();
    epochs.run(epoch);
    if (epoch % 10 === 0) onProgress?.(0.3 + (0.6 * epoch) / epochs.count);
  }
  return {
    points: Float32Array.from(points),
    method: 'umap',
    neighborsUsed: neighbors,
    epochs: epochs.count,
    note: null,
  };
}

/** As umap-js wants neighbours: nested lists in which each point comes first itself. */
function withSelf({ indices, distances, k }: Neighbours, rows: number) {
  const rowOf = (values: ArrayLike<number>, i: number) =>
    Array.from({ length: k }, (_, j) => values[i * k + j]!);
  return {
    indices: Array.from({ length: rows }, (_, i) => [i, ...rowOf(indices, i)]),
    distances: Array.from({ length: rows }, (_, i) => [0, ...rowOf(distances, i)]),
  };
}
