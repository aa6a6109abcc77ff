import { describe, expect, it } from 'vitest';
import { mcNemar } from '@/lib/core/statistics/mcnemar';
import { noiseBootstrap } from '@/lib/core/statistics/noise-bootstrap';
import { readGolden } from '../golden/read-golden';
import { withAdjustment } from './adjust';
import { arrangeByModel, scopeContrasts } from './arrange';
import { completeSettings } from './compute-gains';
import { computeContrasts } from './contrasts';
import { conditionCosts } from './costs';
import { rewardState, touchedBy } from './missing';
import { toOutcomes, toTrials } from './outcomes';
import type { GainsTrial } from './report';
import { gainsOf, trialsOf, twoConditions } from './testing';
import { tieGroups } from './tie-groups';

const settings = completeSettings({
  baseline: 'zero',
  passK: 1,
  threshold: 1,
  missing: 'errors-fail',
  seed: 11,
  resamples: 2000,
});

describe('trials without a reward', () => {
  it('tells the agent’s own errors from what broke outside of it', () => {
    const states = Object.entries({
      AgentTimeoutError: 'time-out',
      'LimitsExceeded: time limit': 'time-out',
      timed_out: 'time-out',
      ContextWindowExceededError: 'agent-error',
      unnamed: 'agent-error',
      VerifierTimeoutError: 'outside-error',
      RewardFileNotFoundError: 'outside-error',
      EnvironmentStartTimeoutError: 'outside-error',
      RateLimitError: 'outside-error',
    });
    for (const [type, state] of states) expect([type, rewardState(null, type)]).toEqual([type, state]);
    expect(rewardState(0, 'AgentTimeoutError')).toBe('known');
    expect(rewardState(null, null)).toBe('no-verdict');
  });

  const trial = (task: string, reward: number | null, exceptionType: string | null): GainsTrial => ({
    condition: 'zero',
    benchmark: 'A',
    task,
    reward,
    exception: exceptionType !== null,
    exceptionType,
  });
  const trials = [
    trial('a', 1, null),
    trial('a', null, 'AgentTimeoutError'),
    trial('b', null, 'EnvironmentStartError'),
    trial('b', 1, null),
    trial('c', null, null),
    trial('d', null, 'ValueError'),
    ...trialsOf('memory', 'A', { a: '1', b: '1', c: '1', d: '1' }),
  ];

  it('counts them by the choice: a task of failures alone is a failure, one of nothing is left out', () => {
    const rate = (missing: 'errors-fail' | 'leave-out' | 'failure') =>
      gainsOf({ trials, missing }).conditions[0]!.cells[0]!.rate.estimate.value;
    // a ½, b 1, d 0; then a 1, b 1; then a ½, b ½, c 0, d 0.
    expect(rate('errors-fail')).toBeCloseTo(0.5, 12);
    expect(rate('leave-out')).toBe(1);
    expect(rate('failure')).toBe(0.25);
  });

  it('says how many each choice touches', () => {
    const report = gainsOf({ trials });
    expect(report.missing).toEqual({
      'errors-fail': { failed: 2, leftOut: 2 },
      'leave-out': { failed: 0, leftOut: 4 },
      failure: { failed: 4, leftOut: 0 },
    });
    expect(touchedBy(report.conditions[1]!.cells[0]!.missing, 'failure')).toEqual({ failed: 0, leftOut: 0 });
    expect(report.warnings.join(' ')).toMatch(
      /4 of 6 trials of “Zero-shot” have no reward and 2 count as failures and 2 are left out \(1 ended in an error of the agent, 1 ran out of time/,
    );
  });

  it('keeps a trial whole on its way through columns', () => {
    const given = trials.map((one, i) => ({
      ...one,
      attempt: i,
      tokens: 10 * i,
      costUsd: null,
      exceptionType: one.exceptionType ?? null,
    }));
    const key = (list: readonly GainsTrial[]) =>
      list.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort();
    expect(key(toTrials(toOutcomes(given)))).toEqual(key(given));
  });
});

/** A gain of `won` and a loss of `lost` among `count` tasks of one attempt. */
const flips = (benchmark: string, count: number, won: number, lost: number) => {
  const tasks = (after: boolean) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `t${i}`,
        i < won ? String(Number(after)) : i < won + lost ? String(Number(!after)) : String(i % 2),
      ]),
    );
  return [...trialsOf('zero', benchmark, tasks(false)), ...trialsOf('memory', benchmark, tasks(true))];
};

describe('tests, effects and summaries of a gain', () => {
  const trials = [...flips('A', 60, 15, 5), ...flips('B', 40, 9, 6), ...flips('C', 20, 0, 0)];
  const report = gainsOf({ trials });
  const memory = report.conditions[1]!;

  it('gives exact and mid-p McNemar, odds of flips and Cohen’s h', () => {
    const gain = memory.totals['task-weighted'].gain!;
    expect(gain.tests.mcNemar.value).toEqual(mcNemar(11, 24));
    expect(gain.pValue).toBe(gain.tests.mcNemar.value!.exact);
    expect(gain.flips).toEqual({ gained: 24, lost: 11 });
    expect(gain.oddsRatio.value!.oddsRatio).toBeCloseTo(24 / 11, 12);
    const [before, after] = report.conditions.map((c) => c.totals['task-weighted'].rate.estimate.value!);
    expect(gain.cohensH.value).toBeCloseTo(
      2 * (Math.asin(Math.sqrt(after!)) - Math.asin(Math.sqrt(before!))),
      12,
    );
    expect(gain.superiority.value!.probability).toBeGreaterThan(0.95);
    expect(gain.percentile!.low).toBeLessThan(gain.estimate.value!);
  });

  it('leaves the benchmark without a difference out of the random effects, by name', () => {
    const { randomEffects, leftOut } = memory.acrossBenchmarks!;
    expect(leftOut).toEqual([{ benchmark: 'C', reason: 'all tasks differ alike, or none does' }]);
    expect(randomEffects.value!.weights.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('takes each benchmark out of each average', () => {
    const gain = memory.withoutOne.gain!;
    expect(gain['task-weighted'].without.map(({ name, estimate }) => [name, estimate.value])).toEqual([
      ['A', expect.closeTo(3 / 60, 12)],
      ['B', expect.closeTo(10 / 80, 12)],
      ['C', expect.closeTo(13 / 100, 12)],
    ]);
    expect(memory.withoutOne.rate.macro.full.value).toBeCloseTo(memory.totals.macro.rate.estimate.value!, 12);
  });

  it('adjusts by Holm at least as much as by Benjamini–Hochberg, and changes nothing else', () => {
    const strict = gainsOf({ trials, adjust: 'holm' });
    const relaxed = withAdjustment(strict, 'bh');
    expect(relaxed.conditions).toEqual(report.conditions);
    strict.conditions[1]!.cells.forEach(({ gain }, i) => {
      expect(gain!.pAdjusted!).toBeGreaterThanOrEqual(report.conditions[1]!.cells[i]!.gain!.pAdjusted!);
    });
  });
});

describe('noises', () => {
  const rewards = ['1 0 1', '0 0 1', '1 1 1', '0 1 0', '0 0 0', '1 1 0'];
  const tasks = (shift: number) =>
    Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`t${i}`, rewards[(i + shift) % 6]!]));
  const trials = [...trialsOf('zero', 'A', tasks(0)), ...trialsOf('memory', 'A', tasks(1))];

  it('are those of the noise bootstrap, on gains and on rates', () => {
    const counts = (shift: number) => ({
      passed: Array.from(
        { length: 24 },
        (_, i) => rewards[((i < 10 ? i : i) + shift) % 6]!.split('1').length - 1,
      ),
      trials: new Array<number>(24).fill(3),
    });
    // Tasks are in the order of their names, which resampling does not see.
    const noise = noiseBootstrap([{ condition: counts(1), baseline: counts(0) }], 1, settings).value!.pooled;
    const error = (which: 'data' | 'attempts' | 'both') =>
      gainsOf({ trials, noise: which }).conditions[1]!.totals['task-weighted'].gain!.standardError!;
    expect(error('data')).toBeCloseTo(noise.data.standardError, 2);
    expect(error('attempts')).toBeCloseTo(noise.binomialError.value!, 2);
    expect(error('both')).toBeGreaterThan(error('data'));
    const cell = gainsOf({ trials, noise: 'attempts' }).conditions[1]!.cells[0]!;
    expect(cell.gain!.interval).toMatchObject({ unit: 'attempt', noise: 'attempts', method: 'percentile' });
    expect(cell.rate.interval).toMatchObject({
      unit: 'attempt',
      taskCount: 24,
      attempts: { min: 3, max: 3 },
    });
    // Of one side alone the variance is Σ p(1 − p)/(n − 1) / T²: 4 each of ⅔, ⅓, 1, ⅓, 0, ⅔.
    const spread = (cell.rate.ciHigh! - cell.rate.ciLow!) / (2 * 1.96);
    expect(spread).toBeCloseTo(Math.sqrt((16 * (2 / 9)) / 2) / 24, 2);
  });

  it('of one benchmark do not wait for another that has single attempts', () => {
    const mixed = [
      ...trials,
      ...trialsOf('zero', 'B', { x: '1', y: '0' }),
      ...trialsOf('memory', 'B', { x: '0', y: '1' }),
    ];
    const { cells, totals } = gainsOf({ trials: mixed, noise: 'attempts' }).conditions[1]!;
    expect(cells[0]!.gain!.ciLow).not.toBeNull();
    expect(cells[1]!.gain!.ciLow).toBeNull();
    expect(totals.macro.gain!.interval!.reason).toMatch(/2 of 26 tasks have 1/);
  });
});

describe('what is computed on request', () => {
  const trials = [
    ...flips('A', 60, 20, 2),
    ...trialsOf(
      'same',
      'A',
      Object.fromEntries(
        flips('A', 60, 20, 2)
          .filter(({ condition }) => condition === 'zero')
          .map(({ task, reward }) => [task, String(reward)]),
      ),
    ),
  ];
  const conditions = [...twoConditions, { id: 'same', label: 'Same' }, { id: 'none', label: 'None' }];

  it('gives letters: what does not differ shares one', () => {
    const ties = tieGroups(toOutcomes(trials), conditions, 'task-weighted', settings);
    expect(ties.groups.map(({ label, letters }) => [label, letters])).toEqual([
      ['Insights', ['a']],
      ['Same', ['b']],
      ['Zero-shot', ['b']],
    ]);
    expect(
      ties.pairs.find(({ first, second }) => first === 'memory' && second === 'zero')!.difference,
    ).toBeCloseTo(0.3, 12);
    expect(ties.leftOut).toEqual(['None']);
  });

  it('adds costs up over the trials that count', () => {
    const [first, second] = toTrials(toOutcomes(flips('A', 4, 1, 0))).map((one) => one);
    const priced: GainsTrial[] = [
      { ...first!, reward: 1, tokens: 50_000, costUsd: 0.5 },
      { ...first!, task: 'u', reward: 0, tokens: 150_000, costUsd: 0.5 },
      { ...second!, condition: first!.condition, task: 'v', reward: null, tokens: 900_000, costUsd: null },
    ];
    const [costs] = conditionCosts(
      toOutcomes(priced),
      [{ id: first!.condition, label: 'Zero-shot' }],
      settings,
    );
    expect(costs!.total.perTokens.value!.estimate).toBeCloseTo(0.5, 12);
    expect(costs!.total.perDollar.value!.estimate).toBeCloseTo(1, 12);
    expect(costs!.total.tokensPerTrial.value).toBeCloseTo(100_000, 9);
    const all = conditionCosts(toOutcomes(priced), [{ id: first!.condition, label: '' }], {
      ...settings,
      missing: 'failure',
    });
    expect(all[0]!.total.perTokens.value!.estimate).toBeCloseTo(1 / 11, 12);
    expect(all[0]!.total.perDollar.reason).toMatch(/1 of 3 tasks have no known dollars/);
  });

  it('pairs scopes of one type, and compares them as gains are', () => {
    const set = (
      id: string,
      memoryType: 'insight' | 'none',
      scope?: 'cross-domain' | 'in-domain',
      model = 'm',
    ) => ({
      id,
      label: id,
      settings: { memoryType, model, ...(scope ? { scope } : {}) },
    });
    const all = [
      set('own', 'insight', 'in-domain'),
      set('memory', 'insight', 'cross-domain'),
      set('zero', 'none'),
      set('x', 'insight', 'cross-domain', 'n'),
    ];
    expect(scopeContrasts(all)).toEqual([{ condition: 'memory', against: 'own', name: 'm, insight' }]);
    expect(arrangeByModel(all)).toEqual([
      {
        model: 'm',
        rows: [
          { id: 'zero', setting: 'zero-shot' },
          { id: 'memory', setting: 'I, cross-domain' },
          { id: 'own', setting: 'I, in-domain' },
        ],
      },
      { model: 'n', rows: [{ id: 'x', setting: 'I, cross-domain' }] },
    ]);
    const [contrast] = computeContrasts(
      toOutcomes(trials),
      [{ condition: 'memory', against: 'zero' }],
      settings,
    );
    const report = gainsOf({ trials: trials.filter(({ condition }) => condition !== 'same') });
    expect({ ...contrast!.totals.macro, pAdjusted: null }).toEqual({
      ...report.conditions[1]!.totals.macro.gain!,
      pAdjusted: null,
    });
  });
});

describe('the published table of three benchmarks', () => {
  interface Row {
    method: string;
    published: Record<string, number>;
    published_avg: number;
    solved: number[];
    task_weighted_3dp: string;
  }
  it('comes out by the macro average and by no other', () => {
    const { three_benchmarks: rows, task_counts: counts } = readGolden<{
      three_benchmarks: Row[];
      task_counts: Record<string, number>;
    }>('paper_table');
    const trials = rows.flatMap(({ method, published, solved }) =>
      Object.keys(published).flatMap((benchmark, b) =>
        trialsOf(
          method,
          benchmark,
          Object.fromEntries(
            Array.from({ length: counts[benchmark]! }, (_, t) => [String(t), t < solved[b]! ? '1' : '0']),
          ),
        ),
      ),
    );
    const report = gainsOf({
      trials,
      baseline: 'Zero-Shot',
      conditions: rows.map(({ method }) => ({ id: method, label: method })),
    });
    report.conditions.forEach(({ totals }, i) => {
      expect(totals.macro.rate.estimate.value!.toFixed(3)).toBe(rows[i]!.published_avg.toFixed(3));
      expect(totals['task-weighted'].rate.estimate.value!.toFixed(3)).toBe(rows[i]!.task_weighted_3dp);
      expect(rows[i]!.task_weighted_3dp).not.toBe(rows[i]!.published_avg.toFixed(3));
    });
    const mtl = report.conditions[3]!.totals.macro.gain!;
    expect((mtl.estimate.value! * 100).toFixed(1)).toBe('4.6');
  });
});
