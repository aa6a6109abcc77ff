import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passAtK } from '@/lib/core/metrics/pass-at-k';
import { seededRandom } from '@/lib/core/random';
import { readGolden } from '../golden/read-golden';
import type { PairedOutcomes } from './attempt-noise';
import { noiseBootstrap } from './noise-bootstrap';
import { pairedBootstrap, spread } from './paired-bootstrap';

const options = { resamples: 20_000, level: 0.95, seed: 5 };

/** Counts of tasks with rates between 0 and 1, the same for the same seed. */
function outcomes(tasks: number, trialsOf: (random: () => number) => number, seed: number): PairedOutcomes {
  const random = seededRandom(seed);
  const side = () => {
    const trials = Array.from({ length: tasks }, () => trialsOf(random));
    const passed = trials.map((n) => {
      const rate = random();
      return Array.from({ length: n }, () => Number(random() < rate)).reduce((a, b) => a + b, 0);
    });
    return { passed, trials };
  };
  return { condition: side(), baseline: side() };
}

const binomialVariance = ({ condition, baseline }: PairedOutcomes) =>
  [condition, baseline].reduce(
    (sum, { passed, trials }) =>
      sum +
      Array.from(trials).reduce((s, n, t) => s + ((passed[t]! / n) * (1 - passed[t]! / n)) / (n - 1), 0),
    0,
  );

describe('noiseBootstrap', () => {
  interface Golden {
    cases: { benchmarks: Record<string, { nA: number[]; cA: number[]; nB: number[]; cB: number[] }> }[];
  }
  it('is, for tasks, the paired bootstrap that is held to scipy', () => {
    const benchmarks = Object.values(readGolden<Golden>('bootstrap').cases[0]!.benchmarks);
    const strata = benchmarks.map(({ nA, cA, nB, cB }) => ({
      condition: { passed: cB, trials: nB },
      baseline: { passed: cA, trials: nA },
    }));
    const rates = benchmarks.map(({ nA, cA, nB, cB }) => nA.map((n, t) => cB[t]! / nB[t]! - cA[t]! / n));
    const expected = pairedBootstrap(rates, options);
    const { value } = noiseBootstrap(strata, 1, options);
    expect(value!.pooled.data).toEqual(expected.pooled);
    expect(value!.macro.data).toEqual(expected.macro);
    expect(value!.strata.map(({ data }) => data)).toEqual(expected.strata);
  });

  it.each([
    ['equal', () => 4],
    ['unequal', (random: () => number) => 2 + Math.floor(random() * 5)],
  ] as const)('has the analytic errors of attempts at k = 1, with %s numbers of trials', (_, trialsOf) => {
    const strata = [outcomes(70, trialsOf, 1), outcomes(30, trialsOf, 2)];
    const { pooled, macro, strata: single } = noiseBootstrap(strata, 1, options).value!;
    const [first, second] = strata.map(binomialVariance) as [number, number];
    // The standard error of a standard error from 20,000 resamples is half a percent.
    const near = (ours: number, variance: number) => expect(ours / Math.sqrt(variance)).toBeCloseTo(1, 1.7);
    expect(pooled.binomialError.value).toBeCloseTo(Math.sqrt(first + second) / 100, 14);
    expect(macro.binomialError.value).toBeCloseTo(Math.sqrt(first / 70 ** 2 + second / 30 ** 2) / 2, 14);
    near(single[0]!.prediction.value!.standardError, first / 70 ** 2);
    near(single[1]!.prediction.value!.standardError, second / 30 ** 2);
    near(pooled.prediction.value!.standardError, (first + second) / 100 ** 2);
    near(macro.prediction.value!.standardError, (first / 70 ** 2 + second / 30 ** 2) / 4);
  });

  it('adds the variances where both are drawn', () => {
    const strata = [outcomes(60, () => 3, 3)];
    const { data, prediction, both } = noiseBootstrap(strata, 1, options).value!.pooled;
    const expected = data.standardError ** 2 + (2 / 3) * prediction.value!.standardError ** 2;
    expect(both.value!.standardError / Math.sqrt(expected)).toBeCloseTo(1, 1.7);
  });

  it.each([1, 2, 3])('draws what drawing attempt by attempt draws, at k = %d', (k) => {
    const stratum = outcomes(12, (random) => 3 + Math.floor(random() * 3), 4);
    const { prediction, both } = noiseBootstrap([stratum], k, options).value!.pooled;
    const random = seededRandom(9);
    const rate = (c: number, n: number) => passAtK(c, n, k).value!;
    const redraw = (c: number, n: number) =>
      Array.from({ length: n }, () => Number(random() < c / n)).reduce((a, b) => a + b, 0);
    const errorOf = (chosen: () => number[], stretched: boolean) =>
      spread(
        Float64Array.from({ length: 20_000 }, () => {
          let sum = 0;
          for (const t of chosen()) {
            for (const [sign, { passed, trials }] of [
              [1, stratum.condition],
              [-1, stratum.baseline],
            ] as const) {
              const n = trials[t]!;
              const stretch = stretched ? Math.sqrt(n / (n - 1)) : 1;
              sum += sign * stretch * rate(redraw(passed[t]!, n), n);
            }
          }
          return sum / 12;
        }),
      );
    const tasks = Array.from({ length: 12 }, (_, t) => t);
    const resampled = () => tasks.map(() => Math.floor(random() * 12));
    expect(prediction.value!.standardError / errorOf(() => tasks, true)).toBeCloseTo(1, 1.5);
    expect(both.value!.standardError / errorOf(resampled, false)).toBeCloseTo(1, 1.5);
  });

  it('lays intervals around the estimate, repeats with the seed and turns round with the sides', () => {
    const stratum = outcomes(40, () => 3, 6);
    const { estimate, prediction, both, data } = noiseBootstrap([stratum], 3, options).value!.pooled;
    for (const interval of [prediction.value!, both.value!]) {
      expect(interval.low).toBeLessThan(estimate);
      expect(interval.high).toBeGreaterThan(estimate);
      const middle = (interval.low + interval.high) / 2;
      expect(Math.abs(middle - estimate)).toBeLessThan(interval.standardError / 2);
    }
    expect(noiseBootstrap([stratum], 3, options)).toEqual(noiseBootstrap([stratum], 3, options));
    const turned = noiseBootstrap([{ condition: stratum.baseline, baseline: stratum.condition }], 3, options);
    expect(turned.value!.pooled.estimate).toBeCloseTo(-estimate, 12);
    expect(turned.value!.pooled.data.superiority.probability).toBeCloseTo(
      1 - data.superiority.probability,
      1.5,
    );
  });

  it('says how often the condition is the better one, ties counted half', () => {
    // One task of two differs: a resample holds it 0, 1 or 2 times, with chances ¼, ½, ¼.
    const stratum = {
      condition: { passed: [2, 1], trials: [2, 2] },
      baseline: { passed: [0, 1], trials: [2, 2] },
    };
    const { superiority } = noiseBootstrap([stratum], 1, options).value!.pooled.data;
    expect(superiority.ties).toBeCloseTo(1 / 4, 1.7);
    expect(superiority.probability).toBeCloseTo(7 / 8, 1.7);
  });

  it('says why a noise cannot be told', () => {
    const stratum = (passed: number[], trials: number[], other = passed): PairedOutcomes => ({
      condition: { passed, trials },
      baseline: { passed: other, trials },
    });
    const of = (...strata: PairedOutcomes[]) => noiseBootstrap(strata, 1, options).value!.pooled;
    expect(of(stratum([1, 0], [1, 3])).prediction.reason).toMatch(/1 of 2 tasks have 1/);
    expect(of(stratum([1, 0], [1, 3])).binomialError.reason).toMatch(/1 of 2 tasks have 1/);
    const atTwo = noiseBootstrap([stratum([1, 0], [3, 3])], 2, options).value!.pooled;
    expect(atTwo.binomialError.reason).toMatch(/k = 1 alone/);
    expect(of(stratum([3, 3], [3, 3])).prediction.reason).toMatch(/passed always or never/);
    expect(of(stratum([0, 0], [3, 3])).both.reason).toMatch(/neither/);
    expect(of(stratum([1], [3])).both.reason).toMatch(/one task/);
    expect(of(stratum([1], [3])).prediction.value!.standardError).toBeGreaterThan(0);
    expect(of(stratum([3, 0], [3, 3], [0, 3])).both.value!.standardError).toBeGreaterThan(0.5);
    expect(noiseBootstrap([stratum([1, 2], [2, 3])], 3, options).reason).toMatch(/1 of 2 tasks have fewer/);
    expect(() => noiseBootstrap([], 1, options)).toThrow(RangeError);
    expect(() => noiseBootstrap([stratum([], [])], 1, options)).toThrow(RangeError);
    expect(() => noiseBootstrap([stratum([1], [3])], 0, options)).toThrow(RangeError);
    expect(() => noiseBootstrap([stratum([4], [3])], 1, options)).toThrow(/failed trials/);
    expect(() => noiseBootstrap([stratum([Number.NaN], [3])], 1, options)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });

  it('never gives NaN', () => {
    const task = fc.record({
      n: fc.integer({ min: 1, max: 5 }),
      m: fc.integer({ min: 1, max: 5 }),
      u: fc.nat(),
      v: fc.nat(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(task, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
        (rows) => {
          const strata = rows.map((tasks) => ({
            condition: { passed: tasks.map(({ n, u }) => u % (n + 1)), trials: tasks.map(({ n }) => n) },
            baseline: { passed: tasks.map(({ m, v }) => v % (m + 1)), trials: tasks.map(({ m }) => m) },
          }));
          const { value } = noiseBootstrap(strata, 1, { ...options, resamples: 200 });
          expect(JSON.parse(JSON.stringify(value))).toEqual(value);
          expect(value!.pooled.estimate).toBeCloseTo(value!.pooled.data.estimate, 14);
        },
      ),
      { numRuns: 60 },
    );
  });
});
