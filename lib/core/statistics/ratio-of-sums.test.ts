import { describe, expect, it } from 'vitest';
import { meanReward } from '@/lib/core/gains/mean-reward';
import { seededRandom } from '@/lib/core/random';
import { pairedBootstrap } from './paired-bootstrap';
import { ratioOfSums } from './ratio-of-sums';

const options = { resamples: 4_000, level: 0.95, seed: 3, unit: 'tokens' };

describe('ratioOfSums', () => {
  const random = seededRandom(1);
  const tokens = Array.from({ length: 80 }, () => 5_000 + Math.floor(random() * 90_000));
  const solved = tokens.map((cost) => Number(random() < 30_000 / cost));

  it('is the ratio of sums, per as many units as asked for', () => {
    const [above, below] = [solved, tokens].map((list) => list.reduce((a, b) => a + b, 0)) as [
      number,
      number,
    ];
    const { value } = ratioOfSums([{ numerators: solved, denominators: tokens }], {
      ...options,
      per: 100_000,
    });
    expect(value!.estimate).toBeCloseTo((100_000 * above) / below, 10);
    expect(value!.method).toBe('BCa');
    expect(value!.low!).toBeLessThan(value!.estimate);
    expect(value!.high!).toBeGreaterThan(value!.estimate);
    // The error by the delta method: Σ (y − R x)² over the square of Σ x.
    const residuals = solved.reduce((sum, y, i) => sum + (y - (above / below) * tokens[i]!) ** 2, 0);
    expect((value!.standardError! * below) / 100_000 / Math.sqrt(residuals)).toBeCloseTo(1, 0.9);
  });

  it('does not depend on the unit', () => {
    const strata = [{ numerators: solved, denominators: tokens }];
    const small = ratioOfSums(strata, options).value!;
    const large = ratioOfSums(strata, { ...options, per: 1e6 }).value!;
    for (const name of ['estimate', 'low', 'high', 'standardError'] as const)
      expect(large[name]! / small[name]! / 1e6).toBeCloseTo(1, 12);
  });

  it('is a mean where every task costs the same', () => {
    const strata = [solved.slice(0, 50), solved.slice(50)];
    const ratio = ratioOfSums(
      strata.map((numerators) => ({ numerators, denominators: numerators.map(() => 2) })),
      { ...options, resamples: 40_000, per: 2 },
    ).value!;
    const { pooled } = pairedBootstrap(strata, { ...options, resamples: 40_000 });
    expect(ratio.estimate).toBeCloseTo(pooled.estimate, 12);
    for (const name of ['low', 'high', 'standardError'] as const)
      expect(Math.abs(ratio[name]! - pooled[name]!)).toBeLessThan(1 / 80);
    expect(ratio.method).toBe(pooled.method);
  });

  it('refuses what it cannot divide by', () => {
    const ratio = (numerators: number[], denominators: (number | null)[]) =>
      ratioOfSums([{ numerators, denominators }], options);
    expect(ratio([], []).reason).toMatch(/no task/);
    expect(ratio([1, 0, 1], [10, null, null]).reason).toBe('2 of 3 tasks have no known tokens');
    expect(ratio([1, 0], [0, 0]).reason).toMatch(/add up to 0/);
    expect(ratio([1, 1, 1], [0, 0, 5]).value).toMatchObject({ estimate: 0.6, low: null, high: null });
    expect(ratio([1], [5]).value!.reason).toMatch(/one task/);
    expect(ratio([0, 0, 0], [5, 6, 7]).value).toMatchObject({ estimate: 0, low: 0, method: 'percentile' });
    expect(ratio([2, 4], [1, 2]).value).toMatchObject({ estimate: 2, low: 2, high: 2, method: 'percentile' });
    expect(() => ratio([1], [-1])).toThrow(/not negative/);
    expect(() => ratio([Number.NaN], [1])).toThrow(/finite/);
    expect(() => ratio([1], [Number.POSITIVE_INFINITY])).toThrow(/finite/);
    expect(() => ratio([1], [1, 2])).toThrow(RangeError);
  });
});

describe('meanReward', () => {
  it('leaves missing rewards out, or counts them as nothing', () => {
    expect(meanReward([0.5, null, 1], 'leave-out')).toEqual({ value: 0.75 });
    expect(meanReward([0.5, null, 1], 'failure')).toEqual({ value: 0.5 });
    expect(meanReward([null], 'leave-out').reason).toMatch(/no trial/);
    expect(meanReward([null], 'failure')).toEqual({ value: 0 });
    expect(() => meanReward([Number.NaN], 'leave-out')).toThrow(/finite/);
  });
});
