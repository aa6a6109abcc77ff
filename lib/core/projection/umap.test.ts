import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { toMatrix } from './matrix';
import { principalAxes } from './principal-axes';
import { layOut, umapDefaults } from './umap';

/** Three clouds in ten dimensions, far apart. */
function clouds(perCloud: number, seed = 1): { vectors: Float32Array; rows: number; dimensions: number } {
  const random = seededRandom(seed);
  const rows = 3 * perCloud;
  const vectors = Float32Array.from({ length: rows * 10 }, (_, x) => {
    const [row, column] = [Math.floor(x / 10), x % 10];
    return random() - 0.5 + (column === row % 3 ? 6 : 0);
  });
  return { vectors, rows, dimensions: 10 };
}
const parameters = { ...umapDefaults, neighbors: 10 };

describe('layOut', () => {
  it('keeps neighbours together and clouds apart, the same for the same seed', () => {
    const input = { ...clouds(30), parameters };
    const fractions: number[] = [];
    const layout = layOut(input, { onProgress: (fraction) => fractions.push(fraction) });
    expect(layout).toMatchObject({ method: 'umap', neighborsUsed: 10, leftOut: [], note: null });
    expect(layout.trustworthiness.value!).toBeGreaterThan(0.9);
    const at = (row: number) => layout.points.subarray(2 * row, 2 * row + 2);
    const distance = (a: number, b: number) => Math.hypot(at(a)[0]! - at(b)[0]!, at(a)[1]! - at(b)[1]!);
    for (let row = 3; row < 90; row++) {
      const nearest = Array.from({ length: 90 }, (_, i) => i)
        .filter((i) => i !== row)
        .reduce((best, i) => (distance(row, i) < distance(row, best) ? i : best), row === 0 ? 1 : 0);
      expect(nearest % 3).toBe(row % 3);
    }
    expect(layOut(input).points).toEqual(layout.points);
    expect(layOut({ ...input, parameters: { ...parameters, seed: 8 } }).points).not.toEqual(layout.points);
    expect(fractions.at(-1)).toBe(1);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
  });

  it.each([
    [0, 'empty'],
    [1, 'single-place'],
    [2, 'principal-axes'],
    [10, 'principal-axes'],
    [11, 'umap'],
  ] as const)('says what it did with %i points: %s', (rows, method) => {
    const { vectors } = clouds(4);
    const layout = layOut({ vectors: vectors.subarray(0, rows * 10), rows, dimensions: 10, parameters });
    expect(layout.method).toBe(method);
    expect(layout.points).toHaveLength(2 * rows);
    expect(layout.note === null).toBe(method === 'umap');
    expect(layout.points.every(Number.isFinite)).toBe(true);
  });

  it('draws vectors that are all the same in one place', () => {
    const layout = layOut({
      vectors: new Float32Array(40 * 3).fill(0.3),
      rows: 40,
      dimensions: 3,
      parameters,
    });
    expect(layout.method).toBe('single-place');
    expect(layout.note).toMatch(/All 40 vectors are the same/);
    expect(layout.trustworthiness.value).toBeNull();
  });

  it('leaves out vectors that are not finite and says which', () => {
    const input = clouds(20);
    input.vectors[35] = Number.NaN;
    input.vectors[590] = Number.POSITIVE_INFINITY;
    const layout = layOut({ ...input, parameters });
    expect(layout.leftOut).toEqual([3, 59]);
    expect([...layout.points.subarray(6, 8)]).toEqual([0, 0]);
    expect(layout.points.every(Number.isFinite)).toBe(true);
  });

  it('never gives NaN, whatever repeats', () => {
    const entry = fc.constantFrom(0, 0, 1, -1, 2);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(entry, entry, entry), { maxLength: 30 }),
        fc.constantFrom('cosine', 'euclidean'),
        (rows, metric) => {
          const layout = layOut({
            vectors: Float32Array.from(rows.flat()),
            rows: rows.length,
            dimensions: 3,
            parameters: { ...parameters, neighbors: 5, metric },
          });
          expect(layout.points.every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('stops when told to', () => {
    const controller = new AbortController();
    const onProgress = (fraction: number) => {
      if (fraction > 0.5) controller.abort();
    };
    expect(() => layOut({ ...clouds(30), parameters }, { onProgress, signal: controller.signal })).toThrow(
      /abort/,
    );
  });

  it('refuses parameters that make no sense', () => {
    expect(() => layOut({ ...clouds(4), parameters: { ...parameters, neighbors: 1 } })).toThrow(RangeError);
    expect(() => layOut({ ...clouds(4), parameters: { ...parameters, minDist: 2 } })).toThrow(RangeError);
    expect(() => layOut({ ...clouds(4), rows: 13, parameters })).toThrow(RangeError);
  });
});

describe('principalAxes', () => {
  it('finds the directions of largest variance', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 200 }, () => [
      9 * (random() - 0.5),
      random() - 0.5,
      3 * (random() - 0.5),
    ]);
    const points = principalAxes(toMatrix(values.flat(), 200, 3), seededRandom(1));
    const correlation = (axis: number, column: number) => {
      const [mean, sums] = [values.reduce((s, v) => s + v[column]!, 0) / 200, [0, 0, 0]];
      values.forEach((v, i) => {
        const [x, y] = [points[2 * i + axis]!, v[column]! - mean];
        sums[0]! += x * y;
        sums[1]! += x * x;
        sums[2]! += y * y;
      });
      return Math.abs(sums[0]!) / Math.sqrt(sums[1]! * sums[2]!);
    };
    expect(correlation(0, 0)).toBeGreaterThan(0.99);
    expect(correlation(1, 2)).toBeGreaterThan(0.99);
  });

  it.each([2, 3] as const)(
    'lays out with umap-js in %i dimensions when asked to, and not too many',
    (components) => {
      const input = { ...clouds(30), parameters: { ...parameters, components, engine: 'umap-js' as const } };
      const layout = layOut(input);
      expect(layout).toMatchObject({ method: 'umap', epochs: 500, components, note: 'Laid out by umap-js.' });
      expect(layout.points).toHaveLength(90 * components);
      expect(layout.trustworthiness.value!).toBeGreaterThan(0.9);
      expect(layOut(input).points).toEqual(layout.points);
      const many = { vectors: new Float32Array(5_001 * 2), rows: 5_001, dimensions: 2 };
      expect(() => layOut({ ...many, parameters: input.parameters })).toThrow(/up to 5000 points/);
      const previous = new Float32Array(90 * components);
      expect(() => layOut({ ...input, previous })).toThrow(RangeError);
    },
  );
});
