import { UMAP } from 'umap-js';
import { seededRandom } from '@/lib/core/random';
import type { Neighbours } from './nearest-neighbours';
import type { UmapParameters } from './umap';

/**
 * The epochs of umap-js over the same neighbours, to hold our own layout against: its graph, its start by chance, its
 * forces, one seed.
 *
 * @complexity as LayoutEpochs, some ten times slower
 * @see https://github.com/PAIR-code/umap-js
 */
export class ReferenceEpochs {
  readonly epochs: number;
  private readonly umap: UMAP;

  /** @param near  `neighbors` − 1 of each point */
  constructor({ indices, distances, k }: Neighbours, parameters: UmapParameters) {
    const { neighbors, minDist, spread, seed, epochs, components = 2 } = parameters;
    const rows = indices.length / k;
    this.umap = new UMAP({
      ...{ nNeighbors: neighbors, nComponents: components, minDist, spread },
      ...{ nEpochs: epochs ?? 0, random: seededRandom(seed) },
    });
    // It counts the point itself among its neighbours, as the first.
    const withSelf = (self: (i: number) => number, others: ArrayLike<number>) =>
      Array.from({ length: rows }, (_, i) => [
        self(i),
        ...Array.from({ length: k }, (_, j) => others[i * k + j]!),
      ]);
    this.umap.setPrecomputedKNN(
      withSelf((i) => i, indices),
      withSelf(() => 0, distances),
    );
    // With neighbours given, of the points their number alone is read.
    this.epochs = this.umap.initializeFit(Array.from({ length: rows }, () => []));
  }

  /** Epochs are run in order. */
  run(): void {
    this.umap.step();
  }

  /** rows × components: where the points are by now. */
  positions(): Float32Array {
    return Float32Array.from(this.umap.getEmbedding().flat());
  }
}
