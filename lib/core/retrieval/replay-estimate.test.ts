import { describe, expect, it } from 'vitest';
import { emptyRankings, setRanking } from './ranked-arms';
import { estimateReplay, type LoggedTrial } from './replay-estimate';

const options = { resamples: 500, level: 0.95, seed: 7 };

function rankings(arms: (number[] | null)[][]) {
  const of = emptyRankings(arms.length, arms[0]!.length, 4);
  arms.forEach((tasks, arm) => {
    tasks.forEach((list, task) => {
      if (list) setRanking(of, arm, task, list);
    });
  });
  return of;
}
const trial = (task: number, memories: (number | null)[], passed: boolean) => ({
  task,
  memories,
  passed,
});

const trials = [
  trial(0, [2, 1], true),
  trial(0, [1, 2], true),
  trial(0, [1, 2], false),
  trial(1, [3, 4], false),
  trial(2, [5, null], true),
  trial(3, [6], true),
];
const arms = [
  [[1, 2], [4, 3], [5, 6], [6]],
  [[1, 2, 9], [3, 4, 9], [], [7]],
  [null, null, null, null],
];
const estimate = (k: number, baselineRates: (number | null)[] = [1 / 3, 0.5, 0, null]) =>
  estimateReplay({
    ...{ ...options, rankings: rankings(arms), k },
    trials: trials.map((one): LoggedTrial => ({ ...one, baseline: baselineRates[one.task] ?? null })),
  });

describe('estimateReplay', () => {
  it('takes trials with the same set in any order, against the baseline on the same tasks', () => {
    const [first] = estimate(2);
    expect(first!.retrievedTasks).toBe(4);
    // Task 0: 2/3 − 1/3; task 1: 0 − 1/2. Task 2's prompt is not known as a whole, task 3 has no baseline.
    expect(first!.sameSet).toMatchObject({ taskCount: 2, trialCount: 4 });
    expect(first!.sameSet.gain.value).toBeCloseTo((1 / 3 - 1 / 2) / 2, 9);
    expect(first!.sameSet.passRate.value).toBeCloseTo(1 / 3, 12);
    expect(first!.sameSet.baselineRate.value).toBeCloseTo(5 / 12, 12);
    expect(first!.sameSet.ciLow).toBeCloseTo(-1 / 2, 6);
    expect(first!.sameSet.ciHigh).toBeCloseTo(1 / 3, 6);
  });

  it('takes trials with the same first memory', () => {
    const [first, second] = estimate(2);
    // Task 0: two trials begin with 1, one of which passed; task 2: one begins with 5, and passed.
    expect(first!.sameTop).toMatchObject({ taskCount: 2, trialCount: 3 });
    expect(first!.sameTop.gain.value).toBeCloseTo((1 / 2 - 1 / 3 + 1) / 2, 9);
    expect(second!.sameTop).toMatchObject({ taskCount: 2, trialCount: 3 });
  });

  it('gives an agent the first k alone', () => {
    expect(estimate(3)[1]!.sameSet).toMatchObject({ taskCount: 0, trialCount: 0 });
    expect(estimate(2)[1]!.sameSet).toMatchObject({ taskCount: 2, trialCount: 4 });
    expect(estimate(2)[1]!.retrievedTasks).toBe(3);
  });

  it('says why there is nothing', () => {
    expect(estimate(2)[2]!.sameSet.gain.reason).toMatch(/held the same/);
    const [unmeasured] = estimate(2, [null, null, null, null]);
    expect(unmeasured!.sameSet.gain.reason).toMatch(/baseline/);
    const [unlogged] = estimateReplay({
      ...options,
      rankings: rankings(arms),
      trials: [],
      k: 2,
    });
    expect(unlogged!.sameTop.note).toMatch(/no logged trial says/);
    expect(() => estimate(0)).toThrow(RangeError);
  });

  it('takes each trial against its own baseline', () => {
    const own = [
      { ...trial(0, [1, 2], true), baseline: 1 },
      { ...trial(0, [2, 1], true), baseline: 0 },
      { ...trial(0, [2, 1], false), baseline: null },
    ];
    const [first] = estimateReplay({ ...options, rankings: rankings(arms), trials: own, k: 2 });
    expect(first!.sameSet).toMatchObject({ gain: { value: 0.5 }, taskCount: 1, trialCount: 2 });
  });

  it('gives no limits from one task, and none where tasks agree', () => {
    const only = estimate(2, [null, 0.5, null, null])[0]!.sameSet;
    expect(only).toMatchObject({ gain: { value: -0.5 }, ciLow: null, ciHigh: null, taskCount: 1 });
    expect(only.note).toMatch(/one task/);
  });

  it('gives the same for the same seed', () => {
    expect(estimate(2)).toEqual(estimate(2));
  });
});
