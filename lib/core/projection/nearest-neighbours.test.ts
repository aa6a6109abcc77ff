import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { type SpaceMetric, toMatrix } from './matrix';
import { nearestNeighbours } from './nearest-neighbours';

interface Golden {
  cases: {
    id: string;
    n: number;
    d: number;
    k: number;
    metric: SpaceMetric;
    X: number[][];
    expected: { knn_indices: number[][]; knn_distances: number[][] };
  }[];
}

describe.each(readGolden<Golden>('umap_blocks').cases)(
  'nearestNeighbours on $id',
  ({ n, d, k, metric, X, expected }) => {
    it('agrees with scipy', () => {
      // The reference counts the point itself as its first neighbour.
      const found = nearestNeighbours(toMatrix(X.flat(), n, d), k - 1, metric);
      const tolerance = metric === 'cosine' ? 1e-7 : 1e-9;
      for (let i = 0; i < n; i++) {
        const distances = expected.knn_distances[i]!;
        for (let j = 0; j < k - 1; j++) {
          const at = i * (k - 1) + j;
          expect(Math.abs(found.distances[at]! - distances[j + 1]!)).toBeLessThanOrEqual(tolerance);
          const near = [distances[j]!, distances[j + 2] ?? Infinity].map((other) =>
            Math.abs(other - distances[j + 1]!),
          );
          const apart = near.every((gap) => gap > 1e-6) && j + 2 < k;
          if (apart) expect(found.indices[at]).toBe(expected.knn_indices[i]![j + 1]);
        }
      }
    });
  },
);

describe('nearestNeighbours', () => {
  it('is what sorting all distances gives, ties by index, copies of a point included', () => {
    const grid = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 2,
      maxLength: 25,
    });
    fc.assert(
      fc.property(grid, fc.integer({ min: 1, max: 24 }), (points, k) => {
        fc.pre(k < points.length);
        const found = nearestNeighbours(toMatrix(points.flat(), points.length, 2), k, 'euclidean');
        points.forEach(([x, y], i) => {
          const sorted = points
            .map(([u, v], j) => ({ j, distance: Math.hypot(u - x, v - y) }))
            .filter(({ j }) => j !== i)
            .sort((a, b) => a.distance - b.distance || a.j - b.j)
            .slice(0, k);
          expect([...found.indices.subarray(i * k, (i + 1) * k)]).toEqual(sorted.map(({ j }) => j));
        });
      }),
    );
  });

  it('puts a zero vector at cosine distance 1 from others and 0 from its like', () => {
    const { distances, indices } = nearestNeighbours(toMatrix([0, 0, 0, 0, 3, 4], 3, 2), 2, 'cosine');
    expect([...distances.subarray(0, 2)]).toEqual([0, 1]);
    expect(indices[0]).toBe(1);
    expect([...distances.subarray(4, 6)]).toEqual([1, 1]);
  });

  it('refuses more neighbours than there are', () => {
    expect(() => nearestNeighbours(toMatrix([1, 2], 2, 1), 2, 'euclidean')).toThrow(RangeError);
    expect(nearestNeighbours(toMatrix([], 0, 3), 0, 'euclidean').indices).toHaveLength(0);
  });
});
