import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { type SpaceMetric, toMatrix } from './matrix';
import { nearestNeighbours, neighboursOf } from './nearest-neighbours';
import { neighbourSpace } from './neighbour-space';

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

  it.each(['cosine', 'euclidean'] as const)(
    'is what sorting gives in more dimensions and any number of parts, %s',
    (metric) => {
      const entry = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.float({ min: -3, max: 3, noNaN: true }));
      const rows = fc.array(fc.array(entry, { minLength: 5, maxLength: 5 }), { minLength: 2, maxLength: 40 });
      fc.assert(
        fc.property(
          rows,
          fc.integer({ min: 1, max: 39 }),
          fc.integer({ min: 0, max: 40 }),
          (points, k, cut) => {
            fc.pre(k < points.length);
            const matrix = toMatrix(points.flat(), points.length, 5);
            const space = neighbourSpace(matrix, metric);
            const at = Math.min(cut, points.length);
            const parts = [neighboursOf(space, 0, at, k), neighboursOf(space, at, points.length, k)];
            const distance = metric === 'cosine' ? plainCosine : plainEuclidean;
            points.forEach((x, i) => {
              const sorted = points
                .map((y, j) => ({ j, distance: distance(x, y) }))
                .filter(({ j }) => j !== i)
                .sort((a, b) => a.distance - b.distance || a.j - b.j)
                .slice(0, k);
              const [part, row] = i < at ? [parts[0]!, i] : [parts[1]!, i - at];
              sorted.forEach(({ j, distance: wanted }, rank) => {
                expect(part.distances[row * k + rank]!).toBeCloseTo(wanted, 12);
                const tie = sorted.some((s) => s.j !== j && Math.abs(s.distance - wanted) < 1e-12);
                const edge = rank === k - 1;
                if (!tie && !edge) expect(part.indices[row * k + rank]).toBe(j);
              });
            });
          },
        ),
      );
    },
  );

  it('names the first others where copies are nearest', () => {
    for (const columns of [2, 6]) {
      const rows = Array.from({ length: 30 }, (_, i) =>
        Array.from({ length: columns }, (_, j) => (i < 25 ? 1 : i + j)),
      );
      for (const metric of ['cosine', 'euclidean'] as const) {
        const { indices } = nearestNeighbours(toMatrix(rows.flat(), 30, columns), 4, metric);
        expect([...indices.subarray(0, 4)]).toEqual([1, 2, 3, 4]);
        expect([...indices.subarray(4 * 20, 4 * 21)]).toEqual([0, 1, 2, 3]);
      }
    }
  });

  it('gives points in one place the first others, at distance 0', () => {
    const { indices, distances } = nearestNeighbours(
      toMatrix(new Array(60).fill(0.1), 12, 5),
      3,
      'euclidean',
    );
    expect([...indices.subarray(0, 3)]).toEqual([1, 2, 3]);
    expect([...indices.subarray(33, 36)]).toEqual([0, 1, 2]);
    expect(distances.every((x) => x === 0)).toBe(true);
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

const plainEuclidean = (x: number[], y: number[]) => Math.hypot(...x.map((a, j) => a - y[j]!));

function plainCosine(x: number[], y: number[]): number {
  const dot = (a: number[], b: number[]) => a.reduce((sum, v, j) => sum + v * b[j]!, 0);
  const [own, other] = [dot(x, x), dot(y, y)];
  if (own === 0 && other === 0) return 0;
  return own === 0 || other === 0 ? 1 : Math.max(0, 1 - dot(x, y) / Math.sqrt(own * other));
}
