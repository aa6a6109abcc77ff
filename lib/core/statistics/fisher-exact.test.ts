import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { fisherExact } from './fisher-exact';

/** All ways to choose `k` of `n`, exactly. */
function ways(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

/** The same p in exact integers. */
function byIntegers(a: number, b: number, c: number, d: number): number {
  const [row, column, n] = [a + b, a + c, a + b + c + d];
  const weight = (x: number) => ways(row, x) * ways(n - row, column - x);
  let sum = 0n;
  for (let x = Math.max(0, row + column - n); x <= Math.min(row, column); x++)
    if (weight(x) <= weight(a)) sum += weight(x);
  return Number((sum * 10n ** 15n) / ways(n, column)) / 1e15;
}

describe('fisherExact', () => {
  it('gives the p of the tea tasting: 34/70', () => {
    expect(fisherExact(3, 1, 1, 3).pValue).toBeCloseTo(34 / 70, 12);
    expect(fisherExact(4, 0, 0, 4).pValue).toBeCloseTo(2 / 70, 12);
    expect(fisherExact(3, 1, 1, 3).smallestPValue).toBeCloseTo(2 / 70, 12);
  });

  it('agrees with exact integers on random tables, whichever way they are turned', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 300; i++) {
      const [a, b, c, d] = Array.from({ length: 4 }, () => Math.floor(random() * 25)) as [
        number,
        number,
        number,
        number,
      ];
      const { pValue, smallestPValue } = fisherExact(a, b, c, d);
      expect(pValue).toBeCloseTo(byIntegers(a, b, c, d), 9);
      expect(fisherExact(c, d, a, b).pValue).toBeCloseTo(pValue, 9);
      expect(fisherExact(a, c, b, d).pValue).toBeCloseTo(pValue, 9);
      expect(smallestPValue).toBeLessThanOrEqual(pValue + 1e-12);
    }
  });

  it('says 1 where a margin is empty, and refuses what is no count', () => {
    expect(fisherExact(0, 0, 3, 4)).toEqual({ pValue: 1, smallestPValue: 1 });
    expect(fisherExact(0, 0, 0, 0).pValue).toBe(1);
    expect(() => fisherExact(1.5, 0, 0, 0)).toThrow(/cell of the table/);
    expect(() => fisherExact(-1, 0, 0, 0)).toThrow();
  });

  it('stays exact enough for a thousand pairs', () => {
    expect(fisherExact(500, 500, 500, 500).pValue).toBeCloseTo(1, 6);
    expect(fisherExact(600, 400, 400, 600).pValue).toBeGreaterThan(0);
  });
});
