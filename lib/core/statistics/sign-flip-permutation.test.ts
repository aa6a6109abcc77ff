import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcNemar } from './mcnemar';
import { signFlipTest } from './sign-flip-permutation';

const options = { resamples: 20_000, seed: 3 };

/** Tries every sign pattern; sums in units of 1/60, so that ties are ties. */
function enumerate(differences: number[], weights: number[]): number {
  const units = differences.map((d, i) => Math.round(d * 60) * weights[i]!);
  const observed = Math.abs(units.reduce((a, b) => a + b, 0));
  let extreme = 0;
  for (let mask = 0; mask < 1 << units.length; mask++) {
    const sum = units.reduce((total, u, i) => total + (mask & (1 << i) ? u : -u), 0);
    if (Math.abs(sum) >= observed - 1e-9) extreme++;
  }
  return extreme / 2 ** units.length;
}
const sixths = fc.integer({ min: -6, max: 6 }).map((x) => x / 6);

describe('signFlipTest', () => {
  it('counts the sign patterns exactly', () => {
    fc.assert(
      fc.property(fc.array(sixths, { minLength: 1, maxLength: 10 }), (differences) => {
        const result = signFlipTest([differences], [1], options);
        expect(result.method).toBe('exact');
        expect(result.pValue).toBeCloseTo(
          enumerate(
            differences,
            differences.map(() => 1),
          ),
          12,
        );
      }),
    );
  });

  it('is McNemar for wins and losses', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(10), (won, lost, same) => {
        const differences = [
          ...Array(won).fill(1),
          ...Array(lost).fill(-1),
          ...Array(same).fill(0),
        ] as number[];
        expect(signFlipTest([differences], [1], options).pValue).toBeCloseTo(mcNemar(won, lost).exact, 10);
      }),
    );
  });

  it('samples where strata have weights of their own, near the enumerated value', () => {
    const [small, large] = [
      [1, -1 / 3, 1, 2 / 3],
      [0, 1 / 3, 1 / 3, 1, -1, 1 / 3, 2 / 3],
    ];
    const result = signFlipTest([small, large], [1 / 4, 1 / 7], options);
    const weights = [...small.map(() => 7), ...large.map(() => 4)];
    expect(result.method).toBe('sampled');
    expect(Math.abs(result.pValue - enumerate([...small, ...large], weights))).toBeLessThan(0.015);
    expect(signFlipTest([small, large], [1 / 4, 1 / 7], options)).toEqual(result);
  });

  it('survives sums too many to list', () => {
    const wide = Array.from({ length: 60 }, (_, i) => Math.sqrt(i + 1) / 10);
    const { method, pValue } = signFlipTest([wide], [1], options);
    expect(method).toBe('sampled');
    expect(pValue).toBeLessThan(0.001);
    expect(pValue).toBeGreaterThan(0);
  });

  it('finds nothing where nothing differs', () => {
    expect(signFlipTest([[0, 0]], [1], options)).toEqual({ pValue: 1, method: 'exact' });
    expect(() => signFlipTest([[0]], [], options)).toThrow(RangeError);
  });
});
