import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { readGolden } from '../golden/read-golden';
import { toScaledIntegers } from './integers';
import { type BootstrapMean, pairedBootstrap } from './paired-bootstrap';
import { resampledSums } from './resampled-sums';

interface Accept {
  accept_from: number;
  accept_to: number;
}
interface Expected {
  estimate: number;
  BCa: { low: Accept; high: Accept };
  percentile: { low: Accept; high: Accept };
  bootstrap_standard_error: Accept;
}
interface Golden {
  cases: {
    id: string;
    benchmarks: Record<string, { nA: number[]; cA: number[]; nB: number[]; cB: number[] }>;
    expected: { intervals: Record<'micro_pooled' | 'micro_stratified' | 'macro_stratified', Expected> };
  }[];
}
const options = { resamples: 9999, level: 0.95, seed: 1 };

const within = (value: number | null, { accept_from, accept_to }: Accept) => {
  expect(value).toBeGreaterThanOrEqual(accept_from);
  expect(value).toBeLessThanOrEqual(accept_to);
};

describe.each(readGolden<Golden>('bootstrap').cases)('pairedBootstrap on $id', ({ benchmarks, expected }) => {
  const strata = Object.values(benchmarks).map(({ nA, cA, nB, cB }) =>
    nA.map((n, t) => cB[t]! / nB[t]! - cA[t]! / n),
  );
  const stratified = pairedBootstrap(strata, options);
  const rows: [keyof typeof expected.intervals, BootstrapMean][] = [
    ['micro_pooled', pairedBootstrap([strata.flat()], options).pooled],
    ['micro_stratified', stratified.pooled],
    ['macro_stratified', stratified.macro],
  ];

  it.each(rows)('gives the limits of scipy for %s', (name, mean) => {
    const reference = expected.intervals[name];
    expect(Math.abs(mean.estimate - reference.estimate)).toBeLessThanOrEqual(1e-12);
    expect(mean.method).toBe('BCa');
    within(mean.low, reference.BCa.low);
    within(mean.high, reference.BCa.high);
    within(mean.standardError, reference.bootstrap_standard_error);
  });
});

describe('pairedBootstrap', () => {
  it('gives percentile limits and the reason when every task has the same value', () => {
    const { pooled } = pairedBootstrap([[0.5, 0.5, 0.5]], options);
    expect(pooled).toMatchObject({ estimate: 0.5, low: 0.5, high: 0.5, method: 'percentile' });
    expect(pooled.reason).toMatch(/same value/);
  });

  it('gives no limits for a single task', () => {
    const { pooled } = pairedBootstrap([[1]], options);
    expect(pooled).toMatchObject({ estimate: 1, low: null, high: null });
    expect(pooled.reason).toMatch(/one task/);
  });

  it('covers the estimate, repeats with the seed and mirrors with the sign', () => {
    const thirds = fc.integer({ min: -3, max: 3 }).map((x) => x / 3);
    fc.assert(
      fc.property(
        fc.array(fc.array(thirds, { minLength: 2, maxLength: 30 }), { minLength: 1, maxLength: 4 }),
        (strata) => {
          const result = pairedBootstrap(strata, { ...options, resamples: 400 });
          expect(pairedBootstrap(strata, { ...options, resamples: 400 })).toEqual(result);
          for (const mean of [result.pooled, result.macro, ...result.strata]) {
            expect(mean.low!).toBeLessThanOrEqual(mean.high!);
            expect(Number.isFinite(mean.low! + mean.high! + mean.standardError)).toBe(true);
          }
          const mirrored = pairedBootstrap(
            strata.map((s) => s.map((d) => -d)),
            { ...options, resamples: 400 },
          );
          expect(mirrored.pooled.estimate).toBeCloseTo(-result.pooled.estimate, 12);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses an empty stratum and numbers that are none', () => {
    expect(() => pairedBootstrap([], options)).toThrow(RangeError);
    expect(() => pairedBootstrap([[]], options)).toThrow(RangeError);
    expect(() => pairedBootstrap([[Number.NaN, 1]], options)).toThrow(RangeError);
  });
});

describe('resampledSums', () => {
  it('has the moments of sums drawn task by task', () => {
    const values = Float64Array.from({ length: 137 }, (_, i) => (i % 7) - 2 + (i % 3));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const moment = (power: number) => values.reduce((s, x) => s + (x - mean) ** power, 0) / values.length;
    const sums = resampledSums(values, 200_000, seededRandom(5));
    const centred = sums.map((s) => s - values.length * mean);
    const sample = (power: number) => centred.reduce((s, x) => s + x ** power, 0) / centred.length;
    const deviation = Math.sqrt(values.length * moment(2));
    expect(Math.abs(sample(1)) / deviation).toBeLessThan(5 / Math.sqrt(200_000));
    expect(sample(2) / deviation ** 2).toBeCloseTo(1, 1);
    expect(sample(3) / deviation ** 3).toBeCloseTo((values.length * moment(3)) / deviation ** 3, 1);
  });

  it('draws value by value where tables would be too large', () => {
    const values = Float64Array.of(0, 1, 1_000_003);
    const sums = new Set(resampledSums(values, 5000, seededRandom(2)));
    const possible = new Set<number>();
    for (const a of values) for (const b of values) for (const c of values) possible.add(a + b + c);
    expect(sums).toEqual(possible);
  });
});

describe('toScaledIntegers', () => {
  it('recovers fractions that floats blur', () => {
    expect(toScaledIntegers([1 - 2 / 3, 1 / 3, -1 / 4, 0])).toEqual({
      values: Float64Array.of(4, 4, -3, 0),
      denominator: 12,
    });
  });

  it('falls back to a fine grid', () => {
    const { values, denominator } = toScaledIntegers([Math.SQRT1_2, Math.PI / 4]);
    expect(values[0]! / denominator).toBeCloseTo(Math.SQRT1_2, 8);
  });
});
