import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateJudge } from './judge-calibration';
import { computeJudgedGains, type JudgedGainsInput, type JudgedTrial } from './judged-gains';

const conditions = [
  { id: 'base', label: 'zero-shot' },
  { id: 'own', label: 'insight' },
];
const trial = (
  benchmark: string,
  t: number,
  condition: string,
  passed: boolean,
  verdict = passed,
): JudgedTrial => ({
  ...{ benchmark, task: `t${t}`, condition, exception: false, reward: passed ? 1 : 0, verdict },
});
const gainsOf = (trials: JudgedTrial[], change: Partial<JudgedGainsInput> = {}) =>
  computeJudgedGains({
    trials,
    conditions,
    baseline: 'base',
    threshold: 1,
    seed: 7,
    resamples: 500,
    ...change,
  });

describe('gains when the judge is believed', () => {
  it('do not move where the judge is the verifier', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 6 }), fc.boolean(), fc.boolean()),
          {
            maxLength: 40,
          },
        ),
        (drawn) => {
          const { verifier, judge, shifts } = gainsOf(
            drawn.map(([b, t, own, passed]) => trial(b, t, own ? 'own' : 'base', passed)),
          );
          expect(judge.conditions).toEqual(verifier.conditions);
          for (const { estimate } of shifts[0]!.cells) expect([0, null]).toContain(estimate.value);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('move by what a kind judge adds to one side', () => {
    const trials = Array.from({ length: 20 }, (_, t) => [
      trial('a', t, 'base', t % 2 === 0),
      // The judge passes five more of the memories' trials.
      trial('a', t, 'own', t % 2 === 0, t % 2 === 0 || t < 10),
    ]).flat();
    const { verifier, judge, shifts } = gainsOf([...trials, trial('b', 1, 'own', true)]);
    expect(verifier.conditions[1]!.cells[0]!.gain!.estimate.value).toBe(0);
    expect(judge.conditions[1]!.cells[0]!.gain!.estimate.value).toBeCloseTo(0.25, 12);
    const [{ cells, totals }] = shifts as [(typeof shifts)[0]];
    expect(cells[0]).toMatchObject({ tasks: 20 });
    expect(cells[0]!.estimate.value).toBeCloseTo(0.25, 12);
    expect(cells[0]!.ciLow!).toBeGreaterThan(0);
    expect(cells[1]!.estimate.reason).toMatch(/no judged task in common/);
    expect(totals.macro.estimate.value).toBeCloseTo(0.25, 12);
  });

  it('uses the study’s threshold for the verifier alone, and answers without data', () => {
    const half = { ...trial('a', 1, 'own', true), reward: 0.5 };
    const { verifier, judge } = gainsOf([half, { ...half, condition: 'base', verdict: false }], {
      threshold: 0.4,
    });
    expect(verifier.conditions.map((c) => c.cells[0]!.rate.estimate.value)).toEqual([1, 1]);
    expect(judge.conditions.map((c) => c.cells[0]!.rate.estimate.value)).toEqual([0, 1]);
    expect(gainsOf([]).shifts[0]!.totals.macro.estimate.reason).toBeTruthy();
  });
});

describe('calibration of a judge', () => {
  it('is worked out as by hand', () => {
    const { accuracy, precision, recall, kappa } = calibrateJudge({
      ...{ truePositive: 40, falsePositive: 10, falseNegative: 20, trueNegative: 30 },
    });
    expect([accuracy, precision, recall].map(({ estimate }) => estimate.value)).toEqual([0.7, 0.8, 40 / 60]);
    expect(kappa.estimate.value).toBeCloseTo(0.4, 12);
    for (const { estimate, ciLow, ciHigh } of [accuracy, precision, recall]) {
      expect(ciLow!).toBeLessThan(estimate.value!);
      expect(ciHigh!).toBeGreaterThan(estimate.value!);
    }
  });

  it('says which share has nothing under it', () => {
    const none = { truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 3 };
    const { accuracy, precision, recall } = calibrateJudge(none);
    expect(accuracy.estimate.value).toBe(1);
    expect(accuracy.ciLow!).toBeLessThan(0.6);
    expect(precision.estimate.reason).toMatch(/judge passed nothing/);
    expect(recall.estimate.reason).toMatch(/verifier passed nothing/);
    expect(calibrateJudge({ ...none, trueNegative: 0 }).accuracy.estimate.value).toBeNull();
  });
});
