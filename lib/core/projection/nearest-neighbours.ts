import type { Matrix, SpaceMetric } from './matrix';
import { screenPairs } from './pairwise-screen';

/** Each point's nearest others, nearest first: entry j of point i lies at i · k + j. */
export interface Neighbours {
  indices: Uint32Array;
  distances: Float64Array;
  /** Neighbours per point. */
  k: number;
}

/**
 * Exact nearest neighbours by comparing all pairs (screened in float32, decided in double precision). The point itself is left out by its index, so that copies of it
 * count; equal distances go by smaller index.
 *
 * Cosine distance is 1 − cos; from a zero vector it is 1, and 0 between two zero vectors.
 *
 * @param matrix      finite numbers
 * @param k           neighbours wanted, integer in [0, rows − 1]
 * @param onProgress  called now and then with the part done
 * @throws RangeError when k is out of range
 * @complexity O(rows² · columns) time, O(rows · k) space
 */
export function nearestNeighbours(
  matrix: Matrix,
  k: number,
  metric: SpaceMetric,
  onProgress?: (fraction: number) => void,
): Neighbours {
  const { rows } = matrix;
  if (!Number.isInteger(k) || k < 0 || k >= Math.max(1, rows)) {
    throw new RangeError(`k must be an integer in [0, ${rows - 1}], got ${k}`);
  }
  const indices = new Uint32Array(rows * k);
  const distances = new Float64Array(rows * k);
  if (k === 0) return { indices, distances, k };
  const everyPoint = Uint32Array.from({ length: rows }, (_, i) => i);
  screenPairs(matrix, metric, everyPoint, ({ point, keys, error, distanceTo }) => {
    keys[point] = Infinity;
    const bar = kthSmallest(keys, k) + 2 * error;
    const kept = new Nearest(indices.subarray(point * k), distances.subarray(point * k), k);
    for (let j = 0; j < rows; j++) if (keys[j]! <= bar) kept.offer(j, distanceTo(j));
    if (onProgress && point % 256 === 0) onProgress(point / rows);
  });
  return { indices, distances, k };
}

/** Keeps the k smallest of the distances it is offered, ascending; of equal ones those offered first. */
class Nearest {
  private kept = 0;

  constructor(
    private readonly indices: Uint32Array,
    private readonly distances: Float64Array,
    private readonly k: number,
  ) {}

  offer(index: number, distance: number): void {
    const { indices, distances, k } = this;
    if (this.kept === k && distance >= distances[k - 1]!) return;
    let at = this.kept < k ? this.kept++ : k - 1;
    for (; at > 0 && distances[at - 1]! > distance; at--) {
      distances[at] = distances[at - 1]!;
      indices[at] = indices[at - 1]!;
    }
    distances[at] = distance;
    indices[at] = index;
  }
}

function kthSmallest(values: Float64Array, k: number): number {
  const kept = new Float64Array(k).fill(Infinity);
  let bar = Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value >= bar) continue;
    let at = k - 1;
    for (; at > 0 && kept[at - 1]! > value; at--) kept[at] = kept[at - 1]!;
    kept[at] = value;
    bar = kept[k - 1]!;
  }
  return bar;
}
