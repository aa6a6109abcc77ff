import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { readGolden } from '../golden/read-golden';
import { neighbourRatios, twoNearestDimension } from './intrinsic-dimension';
import { codeLabels } from './labels';
import { type Matrix, toMatrix, unitRows } from './matrix';
import { meanSimilarity } from './mean-similarity';
import { nearestNeighbours } from './nearest-neighbours';
import { distanceMatrix, silhouetteRefusal, silhouettes } from './silhouette';

type Value = number | { error: string };
interface Expected {
  silhouette_euclidean: Value;
  silhouette_cosine: Value;
  silhouette_samples_euclidean?: number[];
  silhouette_samples_cosine?: number[];
}
interface Golden {
  cases: {
    id: string;
    n: number;
    d: number;
    X: number[][];
    labels: (string | number)[];
    expected: { raw: Expected; l2_normalised: Expected };
  }[];
}

describe.each(readGolden<Golden>('clustering').cases)(
  'silhouettes on $id',
  ({ n, d, X, labels, expected }) => {
    const raw = toMatrix(X.flat(), n, d);
    const coded = codeLabels(labels.map(String));
    it.each([
      ['raw', 'euclidean', raw, expected.raw.silhouette_euclidean, expected.raw.silhouette_samples_euclidean],
      ['raw', 'cosine', raw, expected.raw.silhouette_cosine, expected.raw.silhouette_samples_cosine],
      [
        'l2_normalised',
        'euclidean',
        unitRows(raw),
        expected.l2_normalised.silhouette_euclidean,
        expected.l2_normalised.silhouette_samples_euclidean,
      ],
    ] as const)('agree with scikit-learn, %s %s', (_, metric, matrix, value, samples) => {
      if (typeof value === 'object') {
        expect(silhouetteRefusal(coded)?.reason).toMatch(/needs/);
        return;
      }
      expect(silhouetteRefusal(coded)).toBeNull();
      const own = silhouettes(distanceMatrix(matrix, metric), coded);
      expect(Math.abs(own.reduce((sum, x) => sum + x, 0) / n - value)).toBeLessThanOrEqual(1e-7);
      samples?.forEach((sample, i) => {
        expect(Math.abs(own[i]! - sample)).toBeLessThanOrEqual(1e-6);
      });
    });
  },
);

describe('meanSimilarity', () => {
  it('is the mean over all pairs', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, (drawn) => {
        const units = unitRows(toMatrix(drawn.flat(), drawn.length, 2));
        const at = (i: number) => [...units.values.subarray(2 * i, 2 * i + 2)] as [number, number];
        let [sum, pairs] = [0, 0];
        for (let i = 0; i < drawn.length; i++) {
          for (let j = 0; j < i; j++, pairs++) sum += at(i)[0] * at(j)[0] + at(i)[1] * at(j)[1];
        }
        expect(meanSimilarity(units).estimate.value!).toBeCloseTo(sum / pairs, 12);
      }),
    );
    expect(meanSimilarity(toMatrix([1], 1, 1)).estimate).toEqual({
      value: null,
      reason: 'needs at least 2 memories, got 1',
    });
  });

  it('has an error as wide as means of other draws are apart', () => {
    const random = seededRandom(3);
    const draw = () => {
      const values = Array.from({ length: 60 * 6 }, (_, i) => random() - 0.5 + (i % 6 === 0 ? 0.4 : 0));
      return meanSimilarity(unitRows(toMatrix(values, 60, 6)));
    };
    const draws = Array.from({ length: 400 }, draw);
    const values = draws.map(({ estimate }) => estimate.value!);
    const mean = values.reduce((a, b) => a + b, 0) / 400;
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 399);
    const stated = draws.reduce((sum, { standardError }) => sum + standardError, 0) / 400;
    expect(stated / sd).toBeGreaterThan(0.8);
    expect(stated / sd).toBeLessThan(1.25);
  });
});

describe('twoNearestDimension', () => {
  it.each([1, 2, 5])('finds the %i dimensions of points in ten', (dimensions) => {
    const random = seededRandom(5);
    // A slanted copy of an even box: every column is a mixture of the true coordinates.
    const mix = Array.from({ length: 10 }, () => Array.from({ length: dimensions }, () => random() - 0.5));
    const points: Matrix = toMatrix(
      Array.from({ length: 2000 }, () => {
        const place = Array.from({ length: dimensions }, random);
        return mix.map((row) => row.reduce((sum, x, j) => sum + x * place[j]!, 0));
      }).flat(),
      2000,
      10,
    );
    const found = twoNearestDimension(neighbourRatios(nearestNeighbours(points, 10, 'euclidean')));
    // The edges of a box make it seem a little flatter.
    expect(found.value! / dimensions).toBeGreaterThan(0.85);
    expect(found.value! / dimensions).toBeLessThan(1.1);
  });

  it('passes over copies, and says when nothing is left', () => {
    const points = toMatrix([0, 0, 0, 0, 0, 0, 1, 3], 8, 1);
    const ratios = neighbourRatios(nearestNeighbours(points, 7, 'euclidean'));
    // From a copy of 0 the nearest other places are 1 and 3; from 1, the copies at distance 1, twice; from 3, 2 and 3.
    expect([...ratios].map((x) => Math.round(1e6 * Math.exp(x)) / 1e6)).toEqual([3, 3, 3, 3, 3, 3, 1, 1.5]);
    expect(twoNearestDimension(new Float64Array(2)).value).toBeNull();
    expect(twoNearestDimension(new Float64Array(5)).reason).toMatch(/equally far/);
  });
});
