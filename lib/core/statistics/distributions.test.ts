import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { resampledPasses } from './attempt-noise';
import { binomialCdf, binomialProbability } from './binomial';
import { chiSquaredUpperTail } from './chi-squared';
import { incompleteBeta, incompleteBetaInverse } from './incomplete-beta';
import { logGamma } from './log-gamma';
import { studentTPValue, studentTQuantile } from './student-t';

const { special } = readGolden<{ special: Record<string, number[][]> }>('gains_statistics');

const functions: Record<string, (...at: number[]) => number> = {
  incomplete_beta: (x, a, b) => incompleteBeta(x!, a!, b!),
  incomplete_beta_inverse: (p, a, b) => incompleteBetaInverse(p!, a!, b!),
  t_quantile: (p, df) => studentTQuantile(p!, df!),
  t_p: (t, df) => studentTPValue(t!, df!),
  chi_squared_upper: (x, df) => chiSquaredUpperTail(x!, df!),
  log_gamma: (x) => logGamma(x!),
};

describe.each(Object.entries(functions))('%s', (name, compute) => {
  it('agrees with scipy to 1e-11, relative and absolute', () => {
    expect(special[name]!.length).toBeGreaterThan(8);
    for (const row of special[name]!) {
      const expected = row.at(-1)!;
      const error = Math.abs(compute(...row.slice(0, -1)) - expected);
      expect(error, `${name}(${row.slice(0, -1)}) = ${expected}`).toBeLessThanOrEqual(
        1e-11 * Math.max(1, Math.abs(expected)),
      );
      if (Math.abs(expected) > 1e-200) expect(error / Math.abs(expected)).toBeLessThanOrEqual(1e-9);
    }
  });
});

describe('the binomial distribution', () => {
  it('agrees with scipy', () => {
    for (const [k, n, p, probability, below] of special.binomial as [
      number,
      number,
      number,
      number,
      number,
    ][]) {
      expect(Math.abs(binomialProbability(k, n, p) - probability)).toBeLessThanOrEqual(1e-12);
      expect(Math.abs(binomialCdf(k, n, p) - below)).toBeLessThanOrEqual(1e-11);
    }
  });

  it('adds up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, p) => {
        let sum = 0;
        for (let k = 0; k <= n; k++) {
          sum += binomialProbability(k, n, p);
          expect(binomialCdf(k, n, p)).toBeCloseTo(sum, 10);
        }
      }),
    );
    expect(binomialCdf(-1, 3, 0.5)).toBe(0);
  });

  it('gives resampled attempts, count by count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(), (n, any) => {
        const c = any % (n + 1);
        resampledPasses(c, n).forEach((p, count) => {
          expect(p).toBeCloseTo(binomialProbability(count, n, c / n), 13);
        });
      }),
    );
  });
});

describe('quantiles', () => {
  it('undo their distribution functions', () => {
    const p = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    // Below 1 the distribution has a pole at an end, where neighbouring floats lie further apart than this asks for.
    const shape = fc.double({ min: 1, max: 400, noNaN: true });
    fc.assert(
      fc.property(p, shape, shape, (probability, a, b) => {
        expect(incompleteBeta(incompleteBetaInverse(probability, a, b), a, b)).toBeCloseTo(probability, 9);
        const t = studentTQuantile(probability, a);
        expect(studentTPValue(t, a)).toBeCloseTo(2 * Math.min(probability, 1 - probability), 9);
      }),
    );
    expect(studentTQuantile(0.5, 3)).toBe(0);
  });

  it('refuse what they are not defined for', () => {
    expect(() => incompleteBeta(1.1, 1, 1)).toThrow(RangeError);
    expect(() => incompleteBetaInverse(Number.NaN, 1, 1)).toThrow(RangeError);
    expect(() => studentTQuantile(0.9, 0)).toThrow(RangeError);
    expect(() => studentTPValue(Number.NaN, 2)).toThrow(RangeError);
    expect(() => chiSquaredUpperTail(-1, 2)).toThrow(RangeError);
    expect(() => logGamma(0)).toThrow(RangeError);
  });
});
