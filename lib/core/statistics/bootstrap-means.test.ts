import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { bootstrapMeans } from './bootstrap-means';
import { pairedBootstrap } from './paired-bootstrap';

const options = { resamples: 4_000, level: 0.95, seed: 7 };
const random = seededRandom(1);
const uneven = Array.from({ length: 60 }, () => random() ** 2);
const coins = Array.from({ length: 40 }, () => Number(random() < 0.3));

describe('bootstrapMeans', () => {
  it.each([
    ['values without common denominators', uneven],
    ['rates', coins],
  ])('agrees with the bootstrap that draws sums, on %s', (_, values) => {
    const [ours] = bootstrapMeans([values], { ...options, resamples: 40_000 });
    const { pooled } = pairedBootstrap([values], { ...options, resamples: 40_000, seed: 8 });
    expect(ours!.estimate).toBeCloseTo(pooled.estimate, 8);
    expect(ours!.method).toBe('BCa');
    // Two draws of 40,000 resamples: limits differ by the noise of a quantile.
    const noise = pooled.standardError / 15;
    expect(Math.abs(ours!.standardError - pooled.standardError)).toBeLessThan(noise);
    expect(Math.abs(ours!.low! - pooled.low!)).toBeLessThan(noise + 1 / 80);
    expect(Math.abs(ours!.high! - pooled.high!)).toBeLessThan(noise + 1 / 80);
  });

  it('uses one set of resamples for all columns, and the same for the same seed', () => {
    const shifted = uneven.map((value) => value + 1);
    const [one, other] = bootstrapMeans([uneven, shifted], options);
    expect(other!.low).toBeCloseTo(one!.low! + 1, 9);
    expect(other!.high).toBeCloseTo(one!.high! + 1, 9);
    expect(bootstrapMeans([uneven], options)[0]).toEqual(one);
    expect(bootstrapMeans([uneven], { ...options, seed: 8 })[0]).not.toEqual(one);
  });

  it('claims no certainty where tasks do not differ, and none from one task', () => {
    const [same] = bootstrapMeans([[0.5, 0.5, 0.1 + 0.4]], options);
    expect(same).toMatchObject({ estimate: 0.5, low: null, high: null });
    expect(same!.reason).toMatch(/same value/);
    expect(bootstrapMeans([[1]], options)[0]!.reason).toMatch(/one task/);
  });

  it('refuses nothing, ragged columns and what is not finite', () => {
    expect(() => bootstrapMeans([], options)).toThrow(RangeError);
    expect(() => bootstrapMeans([[]], options)).toThrow(RangeError);
    expect(() => bootstrapMeans([[1, 2], [1]], options)).toThrow(RangeError);
    expect(() => bootstrapMeans([[1, Number.NaN]], options)).toThrow(RangeError);
    expect(() => bootstrapMeans([[1]], { ...options, resamples: 0 })).toThrow(RangeError);
  });
});
