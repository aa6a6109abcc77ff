import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { median } from '@/lib/core/statistics/quantile';
import { readGolden } from '../golden/read-golden';
import { labelPermutation } from './label-permutation';
import { codeLabels } from './labels';
import { lisi, lisiWeights, planLisi } from './lisi';
import { type Matrix, toMatrix, unitRows } from './matrix';
import { nearestNeighbours } from './nearest-neighbours';

type Columns = Record<string, number[]>;
interface Golden {
  cases: {
    id: string;
    n: number;
    d: number;
    preprocess: string;
    X: number[][];
    labels: Record<string, (string | number)[]>;
    runs: {
      perplexity: number;
      lisi?: Columns;
      summary?: Record<string, { median: number; mean: number }>;
      lisi_self_excluded_by_index?: {
        lisi: Columns;
        summary: Record<string, { median: number; mean: number }>;
      };
      fallback_reduced_perplexity?: { perplexity: number; lisi: Columns };
    }[];
  }[];
}

function lisiOf(matrix: Matrix, labels: string[], perplexityAsked: number) {
  const plan = planLisi(matrix.rows, perplexityAsked)!;
  const neighbours = nearestNeighbours(matrix, plan.neighbours, 'euclidean');
  const coded = codeLabels(labels);
  return {
    plan,
    values: lisi(neighbours, lisiWeights(neighbours, plan.perplexity), coded.codes, coded.names.length),
  };
}

const settings = readGolden<Golden>('lisi').cases.flatMap((set) =>
  set.runs.map((run) => ({ ...set, ...run, set: set.id })),
);

describe.each(settings)('lisi on $set at perplexity $perplexity', (run) => {
  const raw = toMatrix(run.X.flat(), run.n, run.d);
  const matrix = run.preprocess === 'none' ? raw : unitRows(raw);
  const reference = run.lisi_self_excluded_by_index ?? { lisi: run.lisi, summary: run.summary };
  const expected = reference.lisi ?? run.fallback_reduced_perplexity!.lisi;

  it.each(Object.keys(run.labels))('agrees with harmonypy for %s', (column) => {
    const { plan, values } = lisiOf(matrix, run.labels[column]!.map(String), run.perplexity);
    expect(plan.perplexity).toBe(
      reference.lisi ? run.perplexity : run.fallback_reduced_perplexity!.perplexity,
    );
    expect(values).toHaveLength(run.n);
    values.forEach((value, i) => {
      expect(Math.abs(value - expected[column]![i]!)).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
    });
    const summary = reference.summary?.[column];
    if (!summary) return;
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    expect(Math.abs(mean - summary.mean)).toBeLessThanOrEqual(1e-6);
    expect(Math.abs(median(values) - summary.median)).toBeLessThanOrEqual(1e-6);
  });
});

describe('planLisi', () => {
  it('lowers the perplexity when there are too few points, and gives up below six', () => {
    expect(planLisi(90, 30)).toEqual({ perplexity: 30, neighbours: 89 });
    expect(planLisi(89, 30)).toEqual({ perplexity: 29, neighbours: 86 });
    expect(planLisi(6, 30)).toEqual({ perplexity: 2, neighbours: 5 });
    expect(planLisi(5, 30)).toBeNull();
    expect(() => planLisi(100, 1)).toThrow(RangeError);
  });
});

describe('labelPermutation', () => {
  const random = seededRandom(4);
  const points = toMatrix(
    Float64Array.from({ length: 120 }, () => random()),
    120,
    1,
  );
  const neighbours = nearestNeighbours(points, 29, 'euclidean');
  const weights = lisiWeights(neighbours, 10);
  const measure = (codes: Uint32Array) => median(lisi(neighbours, weights, codes, 3));
  const test = (codes: Uint32Array) => labelPermutation(measure(codes), codes, measure, 199, seededRandom(1));

  it('finds labels that follow the points, and none in labels that do not', () => {
    const sorted = Uint32Array.from(points.values, (x) => Math.min(2, Math.floor(3 * x)));
    expect(test(sorted)).toMatchObject({ pValue: 1 / 200, permutations: 199 });
    expect(test(sorted).z!).toBeLessThan(-5);
    const dealt = Uint32Array.from({ length: 120 }, () => Math.floor(3 * random()));
    expect(test(dealt).pValue).toBeGreaterThan(0.01);
    expect(test(dealt)).toEqual(test(dealt));
  });

  it('has no z where every labelling is the same', () => {
    expect(test(new Uint32Array(120))).toMatchObject({ z: null, pValue: 1, sd: 0 });
  });
});
