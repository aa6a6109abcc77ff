import { describe, expect, it } from 'vitest';
import { gainsOf, notFinite, trialsOf } from './testing';

const many = (reward: string, count = 6) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, reward]));

describe('what a study of bad or thin data says', () => {
  it('k above n: refused by name, cell by cell and for the whole', () => {
    const report = gainsOf({
      passK: 5,
      trials: [...trialsOf('zero', 'A', many('1 0')), ...trialsOf('memory', 'A', many('1 1'))],
    });
    for (const { cells, totals } of report.conditions)
      for (const { rate, passHatK } of [...cells, ...Object.values(totals)]) {
        expect(rate.estimate.reason).toMatch(/the 5 trials .* pass@5 needs/);
        expect(passHatK.value).toBeNull();
      }
    expect(report.warnings[0]).toMatch(/pass@5 is refused: no task has 5 counted trials/);
  });

  it('one attempt: attempts have no noise to tell, and the reason is there; tasks have', () => {
    const trials = [
      ...trialsOf('zero', 'A', { a: '0', b: '1', c: '0', d: '1', e: '0' }),
      ...trialsOf('memory', 'A', { a: '1', b: '1', c: '0', d: '0', e: '1' }),
    ];
    for (const noise of ['attempts', 'both'] as const) {
      const { gain, rate } = gainsOf({ trials, noise }).conditions[1]!.totals.macro;
      for (const number of [gain!, rate]) {
        expect([number.ciLow, number.ciHigh]).toEqual([null, null]);
        expect(number.interval!.reason).toMatch(/needs 2 of each task on both sides; 5 of 5 tasks have 1/);
      }
      expect(gain!.estimate.value).toBeCloseTo(0.2, 12);
    }
    expect(gainsOf({ trials }).conditions[1]!.totals.macro.gain!.ciLow).not.toBeNull();
  });

  it('one task: a gain without limits, no random effects, and why', () => {
    const report = gainsOf({
      trials: [...trialsOf('zero', 'A', { a: '0 1' }), ...trialsOf('memory', 'A', { a: '1 1' })],
    });
    const { totals, acrossBenchmarks, withoutOne } = report.conditions[1]!;
    const gain = totals['task-weighted'].gain!;
    expect(gain).toMatchObject({ estimate: { value: 0.5 }, ciLow: null, standardError: null });
    expect(gain.interval!.reason).toMatch(/one task cannot show/);
    expect(acrossBenchmarks!.randomEffects.reason).toMatch(/at least 2 .* got 0/);
    expect(acrossBenchmarks!.leftOut).toEqual([{ benchmark: 'A', reason: 'one task has no scatter' }]);
    expect(withoutOne.gain!.macro.range.reason).toMatch(/at least 2/);
  });

  it('all passed or none passed on both sides: no gain, p = 1, no odds, and never a NaN', () => {
    for (const reward of ['1', '0', '1 1', '0 0']) {
      for (const noise of ['data', 'attempts', 'both'] as const) {
        const report = gainsOf({
          noise,
          trials: [
            ...['A', 'B'].flatMap((name) => trialsOf('zero', name, many(reward))),
            ...['A', 'B'].flatMap((name) => trialsOf('memory', name, many(reward))),
          ],
        });
        expect(notFinite(report)).toEqual([]);
        const { totals, acrossBenchmarks } = report.conditions[1]!;
        const gain = totals['task-weighted'].gain!;
        expect(gain).toMatchObject({ estimate: { value: 0 }, pValue: 1, ciLow: null, cohensH: { value: 0 } });
        expect(gain.oddsRatio.reason).toMatch(/no pair differs/);
        expect(gain.tests.wilcoxon.value!.reason).toMatch(/no pair differs/);
        expect(acrossBenchmarks!.leftOut.map(({ benchmark }) => benchmark)).toEqual(['A', 'B']);
      }
    }
  });

  it('no shared task: every number about the gain is a reason', () => {
    const report = gainsOf({
      trials: [...trialsOf('zero', 'A', { a: '1' }), ...trialsOf('memory', 'B', { b: '1' })],
    });
    const gain = report.conditions[1]!.totals.macro.gain!;
    for (const one of [gain.estimate, gain.cohensH, gain.oddsRatio, gain.superiority, gain.tests.signFlip])
      expect(one).toEqual({ value: null, reason: 'no task that both the condition and the baseline have' });
    expect(report.warnings.join(' ')).toMatch(/“Insights” shares no task with the baseline/);
  });

  it('duplicated attempts: all count, and it is said', () => {
    const numbered = (attempts: number[]) =>
      attempts.map((attempt) => ({ ...trialsOf('zero', 'A', { a: '1' })[0]!, attempt }));
    expect(gainsOf({ trials: numbered([1, 2, 3]) }).warnings.join(' ')).not.toMatch(/repeat/);
    const report = gainsOf({ trials: [...numbered([1, 2, 2, 2]), ...trialsOf('memory', 'A', { a: '1' })] });
    expect(report.conditions[0]!.found.repeatedAttempts).toBe(2);
    expect(report.conditions[0]!.cells[0]!.trialCount).toBe(4);
    expect(report.warnings.join(' ')).toMatch(/2 trials of “Zero-shot” repeat the attempt number/);
  });

  it('rewards outside 0 to 1: they pass by the threshold, keep their size in the mean, and are told', () => {
    const report = gainsOf({
      trials: [
        ...trialsOf('zero', 'A', { a: '-2 57', b: '0.5 1' }),
        ...trialsOf('memory', 'A', { a: '1', b: '1' }),
      ],
    });
    const cell = report.conditions[0]!.cells[0]!;
    expect(cell.rate.estimate.value).toBe(0.5);
    expect(cell.meanReward.value).toBeCloseTo((27.5 + 0.75) / 2, 12);
    expect(report.warnings.join(' ')).toMatch(
      /2 trials of “Zero-shot” have rewards outside 0 to 1 \(down to -2, up to 57\)/,
    );
  });

  it('NaN rewards: trials without a reward, never a number', () => {
    const trials = [
      ...trialsOf('zero', 'A', { a: 'NaN 1', b: 'NaN' }),
      ...trialsOf('memory', 'A', { a: '1', b: '1' }),
    ];
    const report = gainsOf({ trials });
    expect(notFinite(report)).toEqual([]);
    expect(report.conditions[0]!.cells[0]!).toMatchObject({
      rate: { estimate: { value: 1 } },
      missing: { 'not-a-number': 2 },
      tasksNotEstimable: 1,
    });
    expect(report.warnings.join(' ')).toMatch(/2 have a reward that is no number/);
    expect(gainsOf({ trials, missing: 'failure' }).conditions[0]!.cells[0]!.rate.estimate.value).toBe(0.25);
  });

  it('a baseline that is gone: refused by name', () => {
    expect(() => gainsOf({ trials: [], baseline: 'gone' })).toThrow(/baseline is not a condition/);
  });
});
