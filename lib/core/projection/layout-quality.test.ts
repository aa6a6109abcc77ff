import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { judgeLayout, layoutQuality, rankExcess } from './layout-quality';
import { type SpaceMetric, toMatrix } from './matrix';
import { nearestNeighbours } from './nearest-neighbours';
import { neighbourSpace } from './neighbour-space';
import { layOut, umapDefaults } from './umap';

interface Golden {
  cases: {
    id: string;
    n: number;
    d: number;
    metric: SpaceMetric;
    X: number[][];
    labels: number[];
    target: {
      umap_learn_median: {
        trustworthiness_k15: number;
        continuity_k15: number;
        knn15_overlap: number;
        label_5nn_cv_accuracy: number;
      };
    };
    trustworthiness_check: { embedding: number[][]; expected: number };
  }[];
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

describe.each(readGolden<Golden>('umap_quality').cases)(
  'layouts of $id',
  ({ n, d, metric, X, target, trustworthiness_check }) => {
    const vectors = Float32Array.from(X.flat());
    const space = neighbourSpace(toMatrix(X.flat(), n, d), metric);
    const near = nearestNeighbours(space, 15, metric);
    const wanted = target.umap_learn_median;

    it('are judged as scikit-learn judges them', () => {
      const picture = toMatrix(trustworthiness_check.embedding.flat(), n, 2);
      const { quality, points } = judgeLayout(space, picture, near, 1);
      expect(Math.abs(quality.trustworthiness.value! - trustworthiness_check.expected)).toBeLessThan(2e-5);
      const mean = points.trustworthiness.reduce((sum, x) => sum + x, 0) / n;
      expect(mean).toBeCloseTo(quality.trustworthiness.value!, 5);
      // Continuity is trustworthiness with the two spaces exchanged, up to ties by rounding.
      if (metric === 'cosine') return;
      const turned = judgeLayout(
        neighbourSpace(picture, metric),
        toMatrix(X.flat(), n, d),
        nearestNeighbours(picture, 15, metric),
        1,
      );
      expect(turned.quality.continuity.value!).toBeCloseTo(quality.trustworthiness.value!, 6);
      expect(turned.quality.trustworthiness.value!).toBeCloseTo(quality.continuity.value!, 6);
      expect(turned.quality.recall).toEqual(quality.recall);
    });

    it('are as faithful as those of umap-learn, over three seeds', { timeout: 120_000 }, () => {
      const layouts = [0, 1, 2].map((seed) =>
        layOut({ vectors, rows: n, dimensions: d, parameters: { ...umapDefaults, metric, seed } }),
      );
      const own = (of: 'trustworthiness' | 'continuity' | 'recall') =>
        median(layouts.map((layout) => layout[of].value!));
      expect(own('trustworthiness')).toBeGreaterThanOrEqual(wanted.trustworthiness_k15 - 0.01);
      expect(own('continuity')).toBeGreaterThanOrEqual(wanted.continuity_k15 - 0.01);
      expect(own('recall')).toBeGreaterThanOrEqual(0.9 * wanted.knn15_overlap);
    });
  },
);

describe('judgeLayout', () => {
  it('gives the data themselves full marks, and worked ranks their due', () => {
    const points = toMatrix(Array.from({ length: 80 }, (_, i) => [i, (i * i) % 17]).flat(), 80, 2);
    const space = neighbourSpace(points, 'euclidean');
    const near = nearestNeighbours(points, 15, 'euclidean');
    const { quality } = judgeLayout(space, points, near, 1);
    expect(quality.trustworthiness).toEqual({ value: 1 });
    expect(quality.continuity).toEqual({ value: 1 });
    expect(quality.recall).toEqual({ value: 1 });
  });

  it('adds up ranks as worked by hand', () => {
    // On a line 0, 1.2, 2, 3.5, 10; the picture swaps 0 and 10. k = 1.
    const points = toMatrix([0, 1.2, 2, 3.5, 10], 5, 1);
    const picture = toMatrix([10, 0, 1.2, 0, 2, 0, 3.5, 0, 0, 0], 5, 2);
    const input = {
      space: neighbourSpace(points, 'euclidean'),
      picture,
      near: nearestNeighbours(points, 1, 'euclidean'),
      drawn: nearestNeighbours(picture, 1, 'euclidean'),
      judged: Uint32Array.from([0, 1, 2, 3, 4]),
    };
    const excess = rankExcess(input);
    // Drawn nearest: 0→3.5 (rank 3), 1.2→2 (1), 2→1.2 (1), 3.5→2 (1), 10→1.2 (rank 3).
    expect([...excess.ofFalse]).toEqual([2, 0, 0, 0, 2]);
    // Truly nearest: 0→1.2 (drawn at 10 and 1.2: rank 3), 10→3.5 (drawn at 0 and 3.5: rank 3).
    expect([...excess.ofMissing]).toEqual([2, 0, 0, 0, 2]);
    const { quality, points: own } = layoutQuality(input, excess);
    expect(quality.trustworthiness.value!).toBeCloseTo(1 - (2 / (5 * 6)) * 4, 12);
    expect(own.trustworthiness[1]).toBe(1);
    expect(quality.recall.value!).toBeCloseTo(3 / 5, 12);
  });

  it('says of too few points that it cannot tell', () => {
    const points = toMatrix(
      Array.from({ length: 30 }, (_, i) => i),
      30,
      1,
    );
    const near = nearestNeighbours(points, 15, 'euclidean');
    const { quality, points: own } = judgeLayout(neighbourSpace(points, 'euclidean'), points, near, 1);
    expect(quality.trustworthiness).toEqual({ value: null, reason: 'needs more than 30 points, got 30' });
    expect(own.recall.every(Number.isNaN)).toBe(true);
  });
});
