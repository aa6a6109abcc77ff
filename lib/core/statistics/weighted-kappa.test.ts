import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohensKappa } from './cohens-kappa';
import { weightedKappa } from './weighted-kappa';

const table = (k: number) =>
  fc.array(fc.array(fc.nat(30), { minLength: k, maxLength: k }), { minLength: k, maxLength: k });
const transposed = (counts: number[][]) => counts.map((_, j) => counts.map((row) => row[j]!));

/** 1 − Σ d² observed / Σ d² expected: the same number, arrived at through disagreement instead of agreement. */
function byDisagreement(counts: number[][]): number {
  const n = counts.flat().reduce((a, b) => a + b, 0);
  let [observed, expected] = [0, 0];
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      const rows = counts[i]!.reduce((a, b) => a + b, 0);
      const columns = counts.reduce((sum, other) => sum + other[j]!, 0);
      observed += (i - j) ** 2 * count;
      expected += ((i - j) ** 2 * rows * columns) / n;
    });
  });
  return 1 - observed / expected;
}

/** The delta method with derivatives by finite differences: Var = Σ p (g − ḡ)² / n for g = ∂κ/∂p. */
function errorByDifferences(counts: number[][]): number {
  const n = counts.flat().reduce((a, b) => a + b, 0);
  const step = n * 1e-6;
  const gradients = counts.map((row, i) =>
    row.map((_, j) => {
      const moved = (by: number) =>
        byDisagreement(counts.map((r, a) => r.map((c, b) => (a === i && b === j ? c + by : c))));
      return ((moved(step) - moved(-step)) / (2 * step)) * n;
    }),
  );
  const mean = gradients.flat().reduce((sum, g, at) => sum + (g * counts.flat()[at]!) / n, 0);
  const squares = gradients
    .flat()
    .reduce((sum, g, at) => sum + (counts.flat()[at]! / n) * (g - mean) ** 2, 0);
  return Math.sqrt(squares / n);
}

/** statsmodels 0.15.0, cohens_kappa(table, wt='quadratic'): kappa, kappa_low, kappa_upp. */
const published: [counts: number[][], value: number, low: number, high: number][] = [
  [
    [
      [53, 5, 2],
      [11, 14, 5],
      [1, 6, 3],
    ],
    ...([0.5666666666666667, 0.41237027924098396, 0.7209630540923493] as const),
  ],
  [
    [
      [10, 3, 0],
      [2, 8, 4],
      [1, 2, 9],
    ],
    ...([0.7058823529411764, 0.5186180961370671, 0.8931466097452857] as const),
  ],
  [
    [
      [0, 4, 1],
      [2, 30, 7],
      [0, 1, 5],
    ],
    ...([0.295774647887324, 0.02675753508306139, 0.5647917606915867] as const),
  ],
];

describe('weightedKappa', () => {
  it.each(published)('agrees with statsmodels on %j', (counts, value, low, high) => {
    const { estimate, ciLow, ciHigh } = weightedKappa(counts);
    expect(estimate.value).toBeCloseTo(value, 12);
    expect(ciLow).toBeCloseTo(low, 9);
    expect(ciHigh).toBeCloseTo(high, 9);
  });

  it('is what disagreement says, with the error that the delta method gives', () => {
    fc.assert(
      fc.property(table(3), (counts) => {
        const { estimate, ciLow, ciHigh } = weightedKappa(counts);
        if (estimate.value === null) return;
        expect(estimate.value).toBeCloseTo(byDisagreement(counts), 9);
        if (ciLow === null) expect(errorByDifferences(counts)).toBeCloseTo(0, 4);
        else if (ciLow > -1 && ciHigh! < 1)
          expect((ciHigh! - ciLow) / 2 / 1.959964).toBeCloseTo(errorByDifferences(counts), 4);
      }),
    );
  });

  it('is Cohen’s kappa for two grades', () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(30)), ([a, b, c, d]) => {
        const counts = { truePositive: a, falsePositive: b, falseNegative: c, trueNegative: d };
        const plain = cohensKappa(counts).estimate.value;
        const weighted = weightedKappa([
          [a, b],
          [c, d],
        ]).estimate.value;
        if (plain === null) expect(weighted).toBeNull();
        else expect(weighted).toBeCloseTo(plain, 9);
      }),
    );
  });

  it('does not care who is first or which end is good, and keeps its range', () => {
    fc.assert(
      fc.property(table(3), (counts) => {
        const { estimate, ciLow, ciHigh } = weightedKappa(counts);
        if (estimate.value === null) return;
        expect(Math.abs(estimate.value)).toBeLessThanOrEqual(1 + 1e-12);
        if (ciLow !== null) expect(ciLow).toBeLessThanOrEqual(estimate.value + 1e-12);
        if (ciHigh !== null) expect(ciHigh).toBeGreaterThanOrEqual(estimate.value - 1e-12);
        const turned = counts.map((row) => [...row].reverse()).reverse();
        for (const other of [transposed(counts), turned])
          expect(weightedKappa(other).estimate.value).toBeCloseTo(estimate.value, 9);
      }),
    );
  });

  it('blames two grades more than one, and has no value where there is nothing to agree on', () => {
    const near = weightedKappa([
      [5, 5, 0],
      [0, 5, 0],
      [0, 0, 5],
    ]).estimate.value!;
    const far = weightedKappa([
      [5, 0, 5],
      [0, 5, 0],
      [0, 0, 5],
    ]).estimate.value!;
    expect(near).toBeGreaterThan(far);
    expect(
      weightedKappa([
        [0, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
      ]),
    ).toEqual({ estimate: { value: 0 }, ciLow: null, ciHigh: null });
    const empty = [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    expect(weightedKappa(empty).estimate.reason).toContain('nothing was graded');
    expect(
      weightedKappa([
        [0, 0, 0],
        [0, 9, 0],
        [0, 0, 0],
      ]).estimate.reason,
    ).toContain('same grade');
    expect(() => weightedKappa([[1]])).toThrow(RangeError);
    expect(() => weightedKappa([[1, 2], [1]])).toThrow(RangeError);
    expect(() =>
      weightedKappa([
        [1, 2],
        [1, 0.5],
      ]),
    ).toThrow(RangeError);
  });
});
