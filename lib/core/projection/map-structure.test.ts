import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { classTerms, termsOf } from './class-terms';
import { densityClusters } from './density-clusters';
import { describeStructure } from './map-structure';
import { toMatrix } from './matrix';
import { nearDuplicates } from './near-duplicates';
import { nearestNeighbours } from './nearest-neighbours';

/** Points around places in the plane, so many around each. */
function around(places: [x: number, y: number, points: number, spread: number][], seed = 1) {
  const random = seededRandom(seed);
  const points = places.flatMap(([x, y, count, spread]) =>
    Array.from({ length: count }, () => [
      x + spread * (random() + random() - 1),
      y + spread * (random() + random() - 1),
    ]),
  );
  return toMatrix(points.flat(), points.length, 2);
}

const clustersOf = (matrix: ReturnType<typeof toMatrix>, smallest = 8) =>
  densityClusters(matrix, nearestNeighbours(matrix, 15, 'euclidean'), smallest, 5);

describe('densityClusters', () => {
  it('finds clusters of different size and density, the largest first, and what lies outside', () => {
    const matrix = around([
      [0, 0, 60, 0.5],
      [10, 0, 90, 2],
      [0, 12, 40, 1],
      [30, 30, 1, 0],
      [-25, 4, 1, 0],
    ]);
    const { clusters, sizes, outlierScores } = clustersOf(matrix);
    expect(sizes).toHaveLength(3);
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
    // Whoever is in a cluster is in that of most of its own.
    for (const [from, to, own] of [
      [0, 60, 1],
      [60, 150, 0],
      [150, 190, 2],
    ] as const) {
      const part = [...clusters.subarray(from, to)];
      expect(part.filter((c) => c === own).length).toBeGreaterThan(0.8 * (to - from));
      expect(part.every((c) => c === own || c === -1)).toBe(true);
    }
    expect([clusters[190], clusters[191]]).toEqual([-1, -1]);
    const typical = [...outlierScores.subarray(0, 190)].sort((a, b) => a - b)[95]!;
    expect(outlierScores[190]!).toBeGreaterThan(0.9);
    expect(outlierScores[191]!).toBeGreaterThan(typical);
  });

  it('does not mind order or scale', () => {
    const matrix = around([
      [0, 0, 30, 1],
      [9, 9, 30, 1],
    ]);
    const { clusters } = clustersOf(matrix);
    const order = Array.from({ length: 60 }, (_, i) => (i * 7) % 60);
    const moved = toMatrix(
      order.flatMap((i) => [8 * matrix.values[2 * i]!, 8 * matrix.values[2 * i + 1]!]),
      60,
      2,
    );
    const other = clustersOf(moved);
    const pairs = new Set(order.map((i, at) => `${clusters[i]} ${other.clusters[at]}`));
    expect(pairs.size).toBe(new Set(clusters).size);
  });

  it('gives every point one cluster or none, whatever coincides', () => {
    const entry = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(entry, entry), { minLength: 17, maxLength: 60 }), (points) => {
        const { clusters, sizes, outlierScores } = clustersOf(toMatrix(points.flat(), points.length, 2), 5);
        sizes.forEach((size, c) => {
          expect([...clusters].filter((own) => own === c)).toHaveLength(size);
          expect(size).toBeGreaterThanOrEqual(5);
        });
        expect(clusters.every((c) => c >= -1 && c < sizes.length)).toBe(true);
        expect(outlierScores.every((score) => score >= 0 && score <= 1)).toBe(true);
      }),
    );
  });
});

describe('classTerms', () => {
  it('names what tells a class from the others', () => {
    const texts = [
      'Run the failing test first, then read the parser',
      'The parser drops a token: test the parser',
      'Query the table with an index and test',
      'An index on the table makes the query fast',
      'left out entirely',
    ];
    const [first, second] = classTerms(texts, [0, 0, 1, 1, -1], 2, 2);
    expect(first![0]).toBe('parser');
    expect(second).toEqual(['index', 'query']);
    expect(classTerms(['', '!'], [0, 0], 1, 3)).toEqual([[]]);
    expect(termsOf('Don’t use np.array(x) — naïve_fix')).toEqual(['don', 'array', 'naïve_fix']);
  });
});

describe('nearDuplicates', () => {
  it('groups what steps of the given length connect', () => {
    const points = toMatrix([0, 0.04, 0.08, 5, 5.03, 9], 6, 1);
    const near = nearestNeighbours(points, 2, 'euclidean');
    expect([...nearDuplicates(near, 0.05)]).toEqual([0, 0, 0, 1, 1, -1]);
    expect([...nearDuplicates(near, 0)]).toEqual([-1, -1, -1, -1, -1, -1]);
  });
});

describe('describeStructure', () => {
  it.each([0, 1, 2, 15])('says of %i points that there are no clusters', (rows) => {
    const picture = around([[0, 0, rows, 1]]);
    const near = nearestNeighbours(picture, Math.max(0, Math.min(3, rows - 1)), 'euclidean');
    const texts = Array.from({ length: rows }, () => 'a text');
    const { structure, points } = describeStructure({ picture, near, texts, duplicateDistance: 0 });
    expect(structure).toMatchObject({ clusters: [], unclustered: rows, duplicates: 0 });
    expect(points.clusters).toHaveLength(rows);
  });
});
