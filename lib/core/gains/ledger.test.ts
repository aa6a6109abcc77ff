import { describe, expect, it } from 'vitest';
import { type FlipOutcome, filterPairs, type LedgerPair } from './ledger';
import { groupLedger } from './ledger-groups';
import { memoryFlips } from './ledger-memories';
import { type LedgerInput, toLedgerPairs } from './ledger-pairs';
import { causeShares } from './loss-causes';

type Attempts = Record<string, (number | null)[]>;

/** Trials from rewards by task. */
const trialsOf = (condition: string, tasks: Attempts, benchmark = 'alpha') =>
  Object.entries(tasks).flatMap(([task, rewards]) =>
    rewards.map((reward) => ({ benchmark, task, condition, reward, exception: reward === null })),
  );

const input = (trials: LedgerInput['trials'], more: Partial<LedgerInput> = {}): LedgerInput => ({
  trials,
  conditions: ['base', 'insight'].map((id) => ({ id, label: id })),
  ...{ baseline: 'base', passK: 1, threshold: 1, missing: 'leave-out', solved: 'any', held: [] },
  ...more,
});

const outcomes = (given: LedgerInput) =>
  Object.fromEntries(toLedgerPairs(given).pairs.map(({ task, outcome }) => [task, outcome]));

describe('toLedgerPairs', () => {
  const trials = [
    ...trialsOf('base', { won: [0, 0, 0], lost: [1, 1, 0], same: [1, 0, 0], alone: [1] }),
    ...trialsOf('insight', { won: [1, 0, 0], lost: [0, 0, 0], same: [1, 1, 1], other: [1] }),
  ];

  it('says of every task that both sides have whether it was gained, lost or the same', () => {
    expect(outcomes(input(trials))).toEqual({ won: 'gained', lost: 'lost', same: 'same' });
    expect(outcomes(input(trials, { solved: 'most' }))).toEqual({
      won: 'same',
      lost: 'lost',
      same: 'gained',
    });
    expect(outcomes(input(trials, { solved: 'all' }))).toEqual({ won: 'same', lost: 'same', same: 'gained' });
  });

  it('counts what cannot be compared, and keeps to the attempts that k asks for', () => {
    expect(toLedgerPairs(input(trials)).unpaired).toEqual([
      { condition: 'insight', onlyBaseline: 1, onlyCondition: 1, unequalAttempts: 0 },
    ]);
    const few = [...trialsOf('base', { t: [1, 1] }), ...trialsOf('insight', { t: [0] })];
    expect(toLedgerPairs(input(few)).unpaired[0]!.unequalAttempts).toBe(1);
    expect(toLedgerPairs(input(few, { passK: 2 }))).toMatchObject({
      pairs: [],
      unpaired: [{ onlyBaseline: 1, onlyCondition: 0 }],
    });
  });

  it('leaves trials without a reward out, or takes them for failures, as chosen', () => {
    const broken = [...trialsOf('base', { t: [1] }), ...trialsOf('insight', { t: [null] })];
    expect(outcomes(input(broken))).toEqual({});
    expect(outcomes(input(broken, { missing: 'failure' }))).toEqual({ t: 'lost' });
    const odd = [...trialsOf('base', { t: [Number.NaN] }), ...trialsOf('insight', { t: [1] })];
    expect(outcomes(input(odd))).toEqual({});
  });

  it('sets the memories of a prompt beside its task, and refuses a baseline that is not there', () => {
    const held = [{ benchmark: 'alpha', task: 'lost', condition: 'insight', memories: ['m1', 'm2'] }];
    const { pairs } = toLedgerPairs(input(trials, { held }));
    expect(pairs.find(({ task }) => task === 'lost')!.memories).toEqual(['m1', 'm2']);
    expect(filterPairs(pairs, { memory: 'm2' }).map(({ task }) => task)).toEqual(['lost']);
    expect(filterPairs(pairs, { benchmark: 'beta' })).toEqual([]);
    expect(filterPairs(pairs, { conditions: new Set(['insight']) })).toHaveLength(3);
    expect(() => toLedgerPairs(input(trials, { baseline: 'gone' }))).toThrow(/baseline/);
  });
});

const settings = { resamples: 2_000, level: 0.95, seed: 7 };
const lines = (benchmark: string, condition: string, gained: number, lost: number, same: number) =>
  (
    [
      ['gained', gained],
      ['lost', lost],
      ['same', same],
    ] as [FlipOutcome, number][]
  ).flatMap(([outcome, n]) => Array.from({ length: n }, () => ({ benchmark, condition, outcome })));

describe('groupLedger', () => {
  it('gives the p of the paper-sized examples: 29 against 11 is 0.006, 59 against 41 is 0.089', () => {
    const [first] = groupLedger(lines('all', 'c', 29, 11, 451), settings);
    const [second] = groupLedger(lines('all', 'c', 59, 41, 391), settings);
    expect(first!.pValue).toBeCloseTo(0.006, 3);
    expect(second!.pValue).toBeCloseTo(0.089, 3);
    for (const group of [first!, second!]) {
      expect(group.difference.estimate.value).toBeCloseTo(18 / 491, 12);
      expect(group.difference.ciLow!).toBeLessThan(18 / 491);
      expect(group.difference.ciHigh!).toBeGreaterThan(18 / 491);
    }
    expect(second!.difference.ciLow!).toBeLessThan(first!.difference.ciLow!);
  });

  it('adds the benchmarks of a condition up, and adjusts over all that it returns', () => {
    const groups = groupLedger([...lines('b', 'c', 8, 0, 2), ...lines('a', 'c', 3, 1, 6)], settings);
    expect(
      groups.map(({ benchmark, gained, lost, taskCount }) => [benchmark, gained, lost, taskCount]),
    ).toEqual([
      ['a', 3, 1, 10],
      ['b', 8, 0, 10],
      [null, 11, 1, 20],
    ]);
    expect(groups[2]!.difference.estimate.value).toBeCloseTo(0.5, 12);
    // 0.00635 of 3 tests comes first, 0.0078 second: q = min(3 · 0.00635, 3/2 · 0.0078).
    expect(groups[2]!.qValue).toBeCloseTo((3 / 2) * groups[1]!.pValue, 12);
    for (const { pValue, qValue } of groups) expect(qValue).toBeGreaterThanOrEqual(pValue);
  });

  it('gives no limits where every task ended alike', () => {
    for (const group of groupLedger([...lines('a', 'c', 0, 0, 5), ...lines('a', 'd', 4, 0, 0)], settings)) {
      expect(group.difference).toMatchObject({ ciLow: null, ciHigh: null });
      expect(group.intervalReason).toMatch(/alike/);
    }
    expect(groupLedger([], settings)).toEqual([]);
  });

  it('says of a single task why it has no limits', () => {
    const [group] = groupLedger(lines('a', 'c', 1, 0, 0), settings);
    expect(group).toMatchObject({ pValue: 1, difference: { ciLow: null } });
  });
});

describe('memoryFlips', () => {
  const pair = (outcome: FlipOutcome, ...memories: string[]): Pick<LedgerPair, 'outcome' | 'memories'> => ({
    outcome,
    memories,
  });

  it('tests whether tasks with a memory were lost more often than those without', () => {
    const rows = memoryFlips([
      ...Array.from({ length: 4 }, () => pair('lost', 'bad')),
      ...Array.from({ length: 4 }, () => pair('gained', 'good')),
      pair('same', 'bad', 'good'),
      pair('lost'),
    ]);
    expect(rows.map(({ memory, lost, gained, same }) => [memory, lost, gained, same])).toEqual([
      ['bad', 4, 0, 1],
      ['good', 0, 4, 1],
    ]);
    // The prompt without memories says nothing about which of them harms: 4 of 4 against 0 of 4 is 2/70.
    expect(rows[0]!.pValue.value).toBeCloseTo(2 / 70, 12);
    expect(rows[0]!.qValue).toBeCloseTo(2 / 70, 12);
  });

  it('tests nothing that could not come out significant', () => {
    const rows = memoryFlips([pair('lost', 'a'), pair('gained', 'b'), pair('same', 'c')]);
    expect(rows.map(({ memory, pValue, qValue }) => [memory, pValue.reason, qValue])).toEqual([
      ['a', expect.stringContaining('too few flips'), null],
      ['b', expect.stringContaining('too few flips'), null],
      ['c', 'no task with it flipped', null],
    ]);
  });
});

describe('causeShares', () => {
  it('gives each cause its share with Wilson limits', () => {
    const shares = causeShares(['other', 'other', 'misapplied-best-practice']);
    expect(shares.map(({ count }) => count)).toEqual([0, 0, 1, 2]);
    expect(shares[3]!.share.estimate.value).toBeCloseTo(2 / 3, 12);
    // 2 of 3 by Wilson at 95 %.
    expect(shares[3]!.share.ciLow).toBeCloseTo(0.2077, 3);
    expect(shares[3]!.share.ciHigh).toBeCloseTo(0.9385, 3);
    expect(shares[0]!.share.ciLow).toBe(0);
  });

  it('has no shares without labels', () => {
    for (const { share } of causeShares([])) expect(share.estimate.value).toBeNull();
  });
});
