import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import type { HeterogeneityMethod } from './heterogeneity';
import { randomEffects } from './random-effects';

interface Row {
  tau_squared: number;
  estimate: number;
  se: number;
  low: number;
  high: number;
  p: number;
  h: number;
  prediction?: [number, number];
}
interface Golden {
  random_effects: {
    id: string;
    y: number[];
    v: number[];
    expected: Record<HeterogeneityMethod, Row> & { q: number; q_p: number; i_squared: number };
  }[];
}
const effects = (y: number[], v: number[]) =>
  y.map((estimate, i) => ({ name: `b${i}`, estimate, standardError: Math.sqrt(v[i]!) }));

describe.each(readGolden<Golden>('gains_statistics').random_effects)(
  'randomEffects on $id',
  ({ y, v, expected }) => {
    it.each(['REML', 'Paule–Mandel'] as const)(
      'agrees with the likelihood minimised by scipy: %s',
      (method) => {
        const { value } = randomEffects(effects(y, v), 0.95, method);
        const row = expected[method];
        expect(value!.tauMethod).toBe(method);
        const close = (ours: number, theirs: number) =>
          expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-7);
        close(value!.tauSquared, row.tau_squared);
        close(value!.estimate, row.estimate);
        close(value!.standardError, row.se);
        close(value!.low, row.low);
        close(value!.high, row.high);
        close(value!.pValue, row.p);
        close(value!.q, expected.q);
        close(value!.qPValue, expected.q_p);
        close(value!.iSquared, expected.i_squared);
        expect(value!.factorRaised).toBe(row.h < 1 - 1e-9);
        if (row.prediction) {
          close(value!.prediction.value!.low, row.prediction[0]);
          close(value!.prediction.value!.high, row.prediction[1]);
        } else expect(value!.prediction.reason).toMatch(/at least 3/);
        expect(value!.weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
      },
    );
  },
);

describe('randomEffects', () => {
  it('gives the published figures of metafor for the BCG trials', () => {
    const { y, v } = readGolden<Golden>('gains_statistics').random_effects[0]!;
    const { tauSquared, estimate, standardError, low, high, q } = randomEffects(effects(y, v), 0.95).value!;
    const rounded = [tauSquared, estimate, standardError, low, high, q].map((x) => x.toFixed(4));
    expect(rounded).toEqual(['0.3132', '-0.7145', '0.1808', '-1.1084', '-0.3206', '152.2330']);
  });

  it('holds its laws: order, shift, and an interval around a mean within the estimates', () => {
    const effect = fc.tuple(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: 0.005, max: 0.5, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(effect, { minLength: 2, maxLength: 8 }), (rows) => {
        const list = rows.map(([estimate, standardError], i) => ({ name: `${i}`, estimate, standardError }));
        const { value } = randomEffects(list, 0.95);
        expect(value!.tauSquared).toBeGreaterThanOrEqual(0);
        expect(value!.estimate).toBeGreaterThanOrEqual(Math.min(...rows.map(([y]) => y)) - 1e-12);
        expect(value!.estimate).toBeLessThanOrEqual(Math.max(...rows.map(([y]) => y)) + 1e-12);
        expect(Number.isFinite(value!.low + value!.high + value!.pValue + value!.qPValue)).toBe(true);
        const turned = randomEffects([...list].reverse(), 0.95).value!;
        expect(turned.estimate).toBeCloseTo(value!.estimate, 6);
        const shifted = randomEffects(
          list.map((one) => ({ ...one, estimate: one.estimate + 3 })),
          0.95,
        ).value!;
        expect(shifted.tauSquared).toBeCloseTo(value!.tauSquared, 6);
      }),
    );
  });

  it('says why there is no mean over benchmarks', () => {
    expect(randomEffects([], 0.95).reason).toMatch(/at least 2.*got 0/);
    expect(randomEffects(effects([0.1], [0.01]), 0.95).reason).toMatch(/at least 2.*got 1/);
    expect(randomEffects(effects([0.1, 0], [0.01, 0]), 0.95).reason).toMatch(/error of b1 is 0/);
    expect(() => randomEffects(effects([0.1, Number.NaN], [0.01, 0.1]), 0.95)).toThrow(/finite/);
    expect(() => randomEffects([{ name: 'x', estimate: 0, standardError: -1 }], 0.95)).toThrow(/negative/);
    expect(() => randomEffects([], 95)).toThrow(RangeError);
  });
});
