import { seededRandom } from '@/lib/core/random';
import { shuffle } from './label-permutation';
import { type Matrix, takeRows } from './matrix';
import { type Neighbours, nearestNeighbours } from './nearest-neighbours';
import { distanceMatrix } from './silhouette';

/** Points of which all distances are worked out. */
const MOST_COMPARED = 1000;

/**
 * The memories of one group in one space (Euclidean), with what several labellings of them share: their neighbours and
 * the distances of some, each worked out when first asked for.
 */
export class MemberSpace {
  private found: Neighbours | null;
  private compared: { chosen: Uint32Array; distances: Float64Array } | null = null;

  constructor(
    readonly matrix: Matrix,
    private readonly seed: number,
    found: Neighbours | null = null,
  ) {
    this.found = found;
  }

  /** The k nearest others of each. */
  nearest(k: number, onProgress?: (fraction: number) => void): Neighbours {
    if (this.found?.k !== k) this.found = nearestNeighbours(this.matrix, k, 'euclidean', onProgress);
    return this.found;
  }

  /** The same, or more when they are known. */
  nearestAtLeast(k: number): Neighbours {
    return this.found && this.found.k >= k ? this.found : this.nearest(k);
  }

  /** Distances between all, or a random thousand when there are more. */
  distances(): { chosen: Uint32Array; distances: Float64Array } {
    if (!this.compared) {
      const order = Uint32Array.from({ length: this.matrix.rows }, (_, i) => i);
      if (order.length > MOST_COMPARED) shuffle(order, seededRandom(this.seed));
      const chosen = order.slice(0, MOST_COMPARED).sort();
      this.compared = { chosen, distances: distanceMatrix(takeRows(this.matrix, chosen), 'euclidean') };
    }
    return this.compared;
  }
}
