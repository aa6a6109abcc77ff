import { screenRows } from '@/lib/core/linear/screen-rows';
import { ExactDistances } from './exact-distances';
import type { Rows, SpaceMetric } from './matrix';
import { NearestList } from './nearest-list';
import { type NeighbourSpace, neighbourSpace } from './neighbour-space';
import { SpaceTree } from './space-tree';

/** Each point's nearest others, nearest first: entry j of point i lies at i · k + j. */
export interface Neighbours {
  indices: Uint32Array;
  distances: Float64Array;
  /** Neighbours per point. */
  k: number;
}

/** Points that are asked for between two reports of progress. */
const REPORTED = 512;

/**
 * Exact nearest neighbours. The point itself is left out by its index, so that copies of it count; equal distances go by
 * smaller index.
 *
 * Cosine distance is 1 − cos; from a zero vector it is 1, and 0 between two zero vectors.
 *
 * @param points      finite numbers
 * @param k           neighbours wanted, integer in [0, rows − 1]
 * @param onProgress  called now and then with the part done
 * @throws RangeError when k is out of range
 * @complexity O(rows² · columns) time in 16-bit integers, O(rows · k) space
 */
export function nearestNeighbours(
  points: Rows,
  k: number,
  metric: SpaceMetric,
  onProgress?: (fraction: number) => void,
): Neighbours {
  checkK(k, points.rows);
  if (k === 0) return { indices: new Uint32Array(0), distances: new Float64Array(0), k };
  return neighboursOf(neighbourSpace(points, metric), 0, points.rows, k, onProgress);
}

/**
 * nearestNeighbours of some of the points, those from `from` to before `to`: the search can be shared out over threads.
 *
 * All pairs are screened in integers; what the error bound cannot rule out is decided in double precision. In two or
 * three dimensions the plane or space is divided instead.
 */
export function neighboursOf(
  space: NeighbourSpace,
  from: number,
  to: number,
  k: number,
  onProgress?: (fraction: number) => void,
): Neighbours {
  checkK(k, space.rows);
  const found = {
    indices: new Uint32Array((to - from) * k),
    distances: new Float64Array((to - from) * k),
    k,
  };
  if (k === 0) return found;
  const listOf = (point: number) => new NearestList(found, (point - from) * k, k);
  if (space.isSinglePlace) firstOthers(found, from, to);
  else if (space.screen) screened(space, from, to, listOf, onProgress);
  else {
    const tree = new SpaceTree(space);
    for (let point = from; point < to; point++) tree.nearest(point, listOf(point));
  }
  return found;
}

function screened(
  space: NeighbourSpace,
  from: number,
  to: number,
  listOf: (point: number) => NearestList,
  onProgress?: (fraction: number) => void,
): void {
  const { places, questions } = space.screen!;
  const asked = {
    ...questions,
    values: questions.values.subarray(from * questions.stride, to * questions.stride),
  };
  const everyPoint = Uint32Array.from({ length: space.rows }, (_, i) => i);
  const exact = new ExactDistances(space);
  // The point itself is among the nearest, and is left out afterwards.
  const wanted = listOf(from).k + 1;
  screenRows(places, everyPoint, asked, wanted, (q, candidates) => {
    exact.offerAll(from + q, candidates, listOf(from + q));
    if (onProgress && q % REPORTED === 0) onProgress(q / (to - from));
  });
}

/** Where all points are in one place, the nearest are the first. */
function firstOthers({ indices, k }: Neighbours, from: number, to: number): void {
  for (let point = from; point < to; point++) {
    for (let j = 0; j < k; j++) indices[(point - from) * k + j] = j < point ? j : j + 1;
  }
}

function checkK(k: number, rows: number): void {
  if (!Number.isInteger(k) || k < 0 || k >= Math.max(1, rows)) {
    throw new RangeError(`k must be an integer in [0, ${rows - 1}], got ${k}`);
  }
}

/** The first k of more neighbours. */
export function firstNeighbours({ indices, distances, k: given }: Neighbours, k: number): Neighbours {
  if (k === given) return { indices, distances, k };
  const rows = given > 0 ? indices.length / given : 0;
  const first = { indices: new Uint32Array(rows * k), distances: new Float64Array(rows * k), k };
  for (let i = 0; i < rows; i++) {
    first.indices.set(indices.subarray(i * given, i * given + k), i * k);
    first.distances.set(distances.subarray(i * given, i * given + k), i * k);
  }
  return first;
}
