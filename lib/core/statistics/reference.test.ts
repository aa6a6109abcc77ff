import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { benjaminiHochberg } from './benjamini-hochberg';
import { clusteredStandardError } from './clustered-error';
import { holm } from './holm';
import { mcNemar } from './mcnemar';
import { wilsonInterval } from './wilson-interval';

interface Golden {
  mcnemar: { b_only_A: number; c_only_B: number; expected: { exact_p: number | null; mid_p?: number } }[];
  multiple_testing: { p: number[]; expected: { benjamini_hochberg: number[]; holm: number[] } }[];
  proportion_intervals: { c: number; n: number; expected: Record<string, { wilson: [number, number] }> }[];
}
const golden = readGolden<Golden>('tests');

describe('mcNemar', () => {
  it.each(golden.mcnemar)('agrees with statsmodels for $b_only_A against $c_only_B', (row) => {
    const { exact, midP } = mcNemar(row.b_only_A, row.c_only_B);
    expect(Math.abs(exact - (row.expected.exact_p ?? 1))).toBeLessThanOrEqual(1e-9);
    if (row.expected.mid_p !== undefined)
      expect(Math.abs(midP - row.expected.mid_p)).toBeLessThanOrEqual(1e-9);
  });

  it('is symmetric, a probability, and survives counts whose powers of a half underflow', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (b, c) => {
        const result = mcNemar(b, c);
        expect(result).toEqual(mcNemar(c, b));
        expect(result.exact).toBeGreaterThanOrEqual(0);
        expect(result.exact).toBeLessThanOrEqual(1);
        expect(result.midP).toBeLessThanOrEqual(result.exact);
      }),
    );
    expect(mcNemar(1500, 1500).exact).toBe(1);
    expect(() => mcNemar(-1, 2)).toThrow(RangeError);
  });
});

describe('adjustment for many tests', () => {
  it.each(golden.multiple_testing)('agrees with statsmodels and R on $p', ({ p, expected }) => {
    benjaminiHochberg(p).forEach((q, i) => {
      expect(Math.abs(q - expected.benjamini_hochberg[i]!)).toBeLessThanOrEqual(1e-12);
    });
    holm(p).forEach((q, i) => {
      expect(Math.abs(q - expected.holm[i]!)).toBeLessThanOrEqual(1e-12);
    });
  });

  it('never lowers a p-value, and Holm is the stricter', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (p) => {
        const strict = holm(p);
        benjaminiHochberg(p).forEach((q, i) => {
          expect(q).toBeGreaterThanOrEqual(p[i]!);
          expect(strict[i]!).toBeGreaterThanOrEqual(q - 1e-15);
        });
      }),
    );
    expect(() => holm([Number.NaN])).toThrow(RangeError);
  });
});

describe('wilsonInterval', () => {
  it.each(golden.proportion_intervals)('agrees with statsmodels for $c of $n', ({ c, n, expected }) => {
    for (const [level, { wilson }] of Object.entries(expected)) {
      const { low, high } = wilsonInterval(c, n, Number(level));
      expect(Math.abs(low - Math.max(0, wilson[0]))).toBeLessThanOrEqual(1e-9);
      expect(Math.abs(high - Math.min(1, wilson[1]))).toBeLessThanOrEqual(1e-9);
    }
  });

  it('refuses an empty sample', () => {
    expect(() => wilsonInterval(0, 0, 0.95)).toThrow(RangeError);
  });
});

describe('clusteredStandardError', () => {
  interface MeanSe {
    cases: { id: string; x: number[]; cluster: number[]; expected: { se_clustered_CR1: number | null } }[];
  }
  it.each(readGolden<MeanSe>('mean_se').cases)(
    'agrees with statsmodels on $id',
    ({ x, cluster, expected }) => {
      const estimate = clusteredStandardError(x, cluster);
      expect(expected.se_clustered_CR1).toBeTypeOf('number');
      expect(Math.abs(estimate.value! - expected.se_clustered_CR1!)).toBeLessThanOrEqual(1e-12);
    },
  );

  it('needs two tasks', () => {
    expect(clusteredStandardError([1, 0], ['a', 'a']).value).toBeNull();
  });
});
