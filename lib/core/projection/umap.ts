import { seededRandom } from '@/lib/core/random';
import { continuedFrom } from './continued-from';
import { type LayoutEngine, MOST_REFERENCE_POINTS } from './layout-engines';
import {
  JUDGED_NEIGHBOURS,
  type Judgement,
  judgeLayout,
  type LayoutQuality,
  type PointQuality,
  tooFewToJudge,
  unknownQuality,
} from './layout-quality';
import { asRows, finiteRows, type Rows, type SpaceMetric } from './matrix';
import { firstNeighbours, type Neighbours, neighboursOf } from './nearest-neighbours';
import { type NeighbourSpace, neighbourSpace } from './neighbour-space';
import { principalAxes } from './principal-axes';
import { alignTo } from './procrustes';
import { runEpochs } from './run-epochs';

export interface UmapParameters {
  /** Size of the neighbourhood that is kept together, the point itself included; integer ≥ 2. */
  neighbors: number;
  /** How close points may be drawn; at most `spread`. */
  minDist: number;
  spread: number;
  metric: SpaceMetric;
  seed: number;
  /** Null or absent: as many as the number of points asks for. */
  epochs?: number | null | undefined;
  /** Axes of the picture; 2 when absent. */
  components?: 2 | 3 | undefined;
  /** What moves the points; our own when absent. */
  engine?: LayoutEngine | undefined;
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
  /**
   * A map to move as little away from as possible, rows × components: NaN for rows that were not on it. Null or absent: the
   * principal axes.
   */
  previous?: Float32Array | null | undefined;
}

export interface Layout extends LayoutQuality {
  /** rows × components, always finite. */
  points: Float32Array;
  components: 2 | 3;
  method: 'umap' | 'principal-axes' | 'single-place' | 'empty';
  /** Neighbours per point, itself included; 0 when there was no search. */
  neighborsUsed: number;
  epochs: number;
  /** Rows whose vector is not finite; drawn at 0, 0. */
  leftOut: number[];
  /** What had to differ from a plain UMAP, as a sentence; null when nothing. */
  note: string | null;
  /** Of each row; NaN where nothing is known. */
  pointQuality: PointQuality;
}

export interface LayoutOptions {
  onProgress?: ((fraction: number) => void) | undefined;
  /** Where the points are by now, about fifty times in the course of a layout. */
  onPositions?: ((points: Float32Array, epoch: number, epochs: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Steps of a layout that begins from another map, so that they do not undo it. */
const CONTINUED_RATE = 0.25;

/** The points that can be laid out, ready for the search of their neighbours. */
export interface LayoutSpace {
  space: NeighbourSpace;
  /** The row of each point; null when all rows are points. */
  kept: Uint32Array | null;
  /** Of the points; see UmapInput. */
  previous: Float32Array | null;
}

/** @throws RangeError when sizes or parameters make no sense */
export function layoutSpace({
  vectors,
  rows,
  dimensions,
  parameters,
  previous = null,
}: UmapInput): LayoutSpace {
  const { neighbors, minDist, spread, metric, epochs, components = 2, engine } = parameters;
  if (!Number.isInteger(neighbors) || neighbors < 2)
    throw new RangeError(`neighbors is an integer ≥ 2, got ${neighbors}`);
  if (!(minDist >= 0 && minDist <= spread))
    throw new RangeError(`minDist lies in [0, spread], got ${minDist}`);
  const all = asRows(vectors, rows, dimensions);
  if (epochs != null && !(Number.isInteger(epochs) && epochs >= 1))
    throw new RangeError(`epochs is an integer ≥ 1, got ${epochs}`);
  if (engine === 'umap-js' && (previous || rows > MOST_REFERENCE_POINTS))
    throw new RangeError(`umap-js lays out up to ${MOST_REFERENCE_POINTS} points anew, got ${rows}`);
  if (previous && previous.length !== rows * components)
    throw new RangeError(`${previous.length} numbers for the previous places of ${rows} rows`);
  const finite = finiteRows(all);
  if (finite.length === rows) return { space: neighbourSpace(all, metric), kept: null, previous };
  const kept = Uint32Array.from(finite);
  const values = new Float32Array(new SharedArrayBuffer(4 * kept.length * dimensions));
  const places = previous && new Float32Array(kept.length * components);
  kept.forEach((row, i) => {
    values.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
    places?.set(previous!.subarray(row * components, (row + 1) * components), i * components);
  });
  const space = neighbourSpace({ values, rows: kept.length, columns: dimensions }, metric);
  return { space, kept, previous: places };
}

/** Neighbours per point that laying out and judging so many points take. */
export function neighboursWanted(points: number, { neighbors }: UmapParameters): number {
  const judged = tooFewToJudge(points) ? 0 : JUDGED_NEIGHBOURS;
  return points > neighbors ? Math.max(neighbors - 1, judged) : judged;
}

/** Whether there is anything to judge about a picture. */
export const showsDifferences = (method: Layout['method']): boolean =>
  method === 'umap' || method === 'principal-axes';

/**
 * Lays vectors out in the plane, or in three dimensions, with UMAP: exact neighbours, a start on the principal axes, one
 * seed for all chance.
 *
 * Few points, or points that all coincide, are laid out without UMAP, and the result says so.
 *
 * @throws RangeError when sizes or parameters make no sense
 * @throws the signal's reason when aborted between epochs
 * @complexity O(rows² · dimensions) for the neighbours, then O(rows · neighbors · epochs)
 * @see McInnes, Healy & Melville 2018, arXiv:1802.03426
 */
export function layOut(input: UmapInput, options: LayoutOptions = {}): Layout {
  const { onProgress, signal } = options;
  const prepared = layoutSpace(input);
  const { space } = prepared;
  const k = neighboursWanted(space.rows, input.parameters);
  const near = neighboursOf(space, 0, space.rows, k, (fraction) => {
    signal?.throwIfAborted();
    onProgress?.(0.3 * fraction);
  });
  const placed = placePoints(space, near, input.parameters, prepared.previous, {
    ...options,
    onProgress: (fraction) => onProgress?.(0.3 + 0.6 * fraction),
  });
  const picture = { values: placed.points, rows: space.rows, columns: placed.components };
  const judged = showsDifferences(placed.method)
    ? judgeLayout(space, picture, near, input.parameters.seed)
    : unknownQuality(placed.note!, space.rows);
  const layout = finishLayout(input.rows, prepared, placed, judged);
  onProgress?.(1);
  return layout;
}

/** Gives every row its place and quality, those that were left out too. */
export function finishLayout(
  rows: number,
  { kept }: LayoutSpace,
  placed: PlacedPoints,
  { quality, points: pointQuality }: Judgement,
): Layout {
  if (!kept) return { ...placed, leftOut: [], ...quality, pointQuality };
  const spreadOut = (values: Float32Array, width: number, missing: number) => {
    const all = new Float32Array(rows * width).fill(missing);
    kept.forEach((row, i) => {
      all.set(values.subarray(i * width, (i + 1) * width), row * width);
    });
    return all;
  };
  const finite = new Set(kept);
  return {
    ...placed,
    points: spreadOut(placed.points, placed.components, 0),
    leftOut: Array.from({ length: rows }, (_, row) => row).filter((row) => !finite.has(row)),
    ...quality,
    pointQuality: {
      trustworthiness: spreadOut(pointQuality.trustworthiness, 1, Number.NaN),
      continuity: spreadOut(pointQuality.continuity, 1, Number.NaN),
      recall: spreadOut(pointQuality.recall, 1, Number.NaN),
    },
  };
}

export type PlacedPoints = Omit<Layout, 'leftOut' | 'pointQuality' | keyof LayoutQuality>;

/**
 * Places points whose neighbours are known.
 *
 * @param near      of all points, neighboursWanted of each
 * @param previous  see UmapInput; of the points
 */
export function placePoints(
  points: Rows,
  near: Neighbours,
  parameters: UmapParameters,
  previous: Float32Array | null,
  options: LayoutOptions,
): PlacedPoints {
  const { rows } = points;
  const { neighbors, components = 2 } = parameters;
  const without = (method: Layout['method'], placed: Float32Array, note: string): PlacedPoints => ({
    points: placed,
    components,
    method,
    neighborsUsed: 0,
    epochs: 0,
    note,
  });
  if (rows === 0) return without('empty', new Float32Array(0), 'There are no vectors to lay out.');
  const random = seededRandom(parameters.seed);
  const axes = principalAxes(points, random, components);
  const extent = axes.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  let size = 0;
  for (const x of points.values) size = Math.max(size, Math.abs(x));
  if (extent <= 1e-12 * size || extent === 0) {
    const note = rows === 1 ? 'There is a single vector.' : `All ${rows} vectors are the same.`;
    return without('single-place', new Float32Array(rows * components), note);
  }
  const start = axes.map((x) => (10 * x) / extent);
  if (rows <= neighbors) {
    const note = `${rows} vectors are too few for UMAP with ${neighbors} neighbours: drawn on their ${components === 2 ? 'two' : 'three'} principal axes.`;
    return without('principal-axes', Float32Array.from(start), note);
  }
  const continued = previous && continuedFrom(previous, near, components);
  // The jitter parts copies, which would otherwise never separate.
  const jittered = (continued ?? start).map((x) => x + (random() - 0.5) * 1e-2);
  const used = firstNeighbours(near, neighbors - 1);
  const placed = runEpochs(jittered, used, parameters, continued ? CONTINUED_RATE : 1, options);
  if (!continued) return placed;
  const aligned = alignTo({ values: placed.points, rows, columns: components }, previous);
  return { ...placed, points: aligned, note: 'Laid out from a previous map.' };
}
