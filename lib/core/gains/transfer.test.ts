import { describe, expect, it } from 'vitest';
import { readScaling } from './scaling';
import { describeTransfer } from './transfer';
import type { TransferCondition, TransferInput, TransferTrial } from './transfer-report';

const condition = (id: string, more: Partial<TransferCondition> = {}): TransferCondition => ({
  ...{ id, label: id, agent: 'agent', model: 'm', memoryType: 'insight', scope: 'cross-domain' },
  ...{ method: null, topN: 3, pool: 'pool', poolFraction: null, sourceDomains: null },
  ...more,
});

interface Made {
  benchmark?: string;
  tasks: number;
  passed: (task: number) => boolean;
  sources?: string[];
  writers?: string[];
}

const trials = (
  id: string,
  { benchmark = 'a', tasks, passed, sources = [], writers = [] }: Made,
): TransferTrial[] =>
  Array.from({ length: tasks }, (_, i) => ({
    ...{ benchmark, task: `t${i}`, condition: id, exception: false, sources, writers },
    reward: passed(i) ? 1 : 0,
  }));

const report = (conditions: TransferCondition[], given: TransferTrial[], more: Partial<TransferInput> = {}) =>
  describeTransfer({
    ...{ trials: given, conditions, baseline: 'base', threshold: 1, missing: 'leave-out' as const },
    ...{ resamples: 1_000, level: 0.95, seed: 7 },
    ...more,
  });

const base = condition('base', { memoryType: 'none', scope: null, topN: null, pool: null });

describe('the transfer matrix', () => {
  const half = (i: number) => i % 2 === 0;
  const given = [
    ...trials('base', { tasks: 12, passed: half }),
    ...trials('base', { benchmark: 'b', tasks: 12, passed: half }),
    ...trials('x', { tasks: 12, passed: (i) => half(i) || i < 4, sources: ['b', 'c'] }),
    ...trials('x', { benchmark: 'b', tasks: 12, passed: (i) => half(i) && i > 3, sources: ['a'] }),
    ...trials('x', { benchmark: 'b', tasks: 2, passed: () => true, sources: ['c'] }),
    ...trials('x', { benchmark: 'b', tasks: 3, passed: half }),
  ];
  const { matrix } = report([base, condition('x')], given);
  const cell = (source: string, target: string) =>
    matrix.cells.find((one) => one.source === source && one.target === target)!;

  it('holds the mean uplift of the trials that held a memory from the source, a task counting once', () => {
    expect(matrix.sources).toEqual(['a', 'b', 'c']);
    expect(matrix.targets).toEqual(['a', 'b']);
    expect(matrix.cells).toHaveLength(6);
    expect(cell('b', 'a')).toMatchObject({ taskCount: 12, trialCount: 12, tooFew: false });
    expect(cell('b', 'a').estimate.value).toBeCloseTo(2 / 12, 12);
    expect(cell('c', 'a').estimate.value).toBeCloseTo(2 / 12, 12);
    expect(cell('a', 'b').estimate.value).toBeCloseTo(-2 / 12, 12);
    expect(matrix.withoutSource).toBe(3);
  });

  it('says of cells with little or nothing that they are so', () => {
    expect(cell('c', 'b')).toMatchObject({ taskCount: 2, tooFew: true });
    expect(cell('a', 'a')).toMatchObject({ taskCount: 0, trialCount: 0, tooFew: true, shrunk: null });
    expect(cell('a', 'a').estimate.reason).toMatch(/no prompt/);
  });

  it('draws cells to their mean, those of few tasks most', () => {
    const { mean } = matrix.shrinkage.value!;
    for (const { estimate, shrunk } of matrix.cells) {
      if (estimate.value === null) continue;
      expect(Math.abs(shrunk!.value - mean)).toBeLessThanOrEqual(Math.abs(estimate.value - mean) + 1e-12);
      expect(shrunk!.low).toBeLessThan(shrunk!.value);
    }
    expect(cell('c', 'b').shrunk!.ownWeight).toBeLessThanOrEqual(cell('b', 'a').shrunk!.ownWeight);
  });

  it('has no shrinkage where too few cells can teach it, and nothing without memories', () => {
    const two = report(
      [base, condition('x')],
      [
        ...trials('base', { tasks: 4, passed: half }),
        ...trials('x', { tasks: 4, passed: () => true, sources: ['b'] }),
      ],
    ).matrix;
    expect(two.shrinkage.reason).toMatch(/at least 3 cells/);
    expect(two.cells[0]!.shrunk).toBeNull();
    const none = report([base, condition('x')], trials('base', { tasks: 4, passed: half })).matrix;
    expect(none).toMatchObject({ sources: [], targets: [], cells: [] });
  });

  it('takes several attempts of a task for one value', () => {
    const again = [...given, ...trials('x', { tasks: 12, passed: () => false, sources: ['b'] })];
    const more = report([base, condition('x')], again).matrix;
    const one = more.cells.find(({ source, target }) => source === 'b' && target === 'a')!;
    expect(one).toMatchObject({ taskCount: 12, trialCount: 24 });
    // Means of the two attempts: half of what passed at first, less a half on average.
    expect(one.estimate.value).toBeCloseTo(8 / 24 - 1 / 2, 12);
  });

  it('compares conditions of another model with the baseline of that model', () => {
    const other = { model: 'n' };
    const conditions = [
      base,
      condition('base n', { ...base, ...other, id: 'base n' }),
      condition('y', other),
    ];
    const all = [
      ...trials('base', { tasks: 10, passed: (i) => i < 2 }),
      ...trials('base n', { tasks: 10, passed: (i) => i < 6 }),
      ...trials('y', { tasks: 10, passed: (i) => i < 7, sources: ['b'] }),
    ];
    const gainOf = (baselines: Record<string, string>) =>
      report(conditions, all, { baselines }).matrix.cells[0]!.estimate.value;
    expect(gainOf({})).toBeCloseTo(0.5, 12);
    expect(gainOf({ 'base n': 'base n', y: 'base n' })).toBeCloseTo(0.1, 12);
  });

  it('refuses a baseline that is not there, and keeps conditions of one type alone', () => {
    expect(() => report([condition('x')], [])).toThrow(/baseline/);
    const other = report([base, condition('x')], given, { memoryType: 'workflow' });
    expect(other.matrix.cells).toEqual([]);
  });
});

describe('the matrix of writers', () => {
  const conditions = [
    base,
    condition('m uses', {}),
    condition('n zero', { model: 'n', memoryType: 'none' }),
    condition('n uses', { model: 'n' }),
    condition('o uses', { model: 'o' }),
  ];
  const { writers } = report(conditions, [
    ...trials('base', { tasks: 10, passed: (i) => i < 5 }),
    ...trials('m uses', { tasks: 10, passed: (i) => i < 7, sources: ['b'], writers: ['m'] }),
    ...trials('n zero', { tasks: 10, passed: (i) => i < 2 }),
    ...trials('n uses', { tasks: 10, passed: (i) => i < 4, sources: ['b'], writers: ['m'] }),
    ...trials('n uses', { tasks: 10, passed: () => true, sources: ['b'], writers: ['m', 'n'] }),
    ...trials('o uses', { tasks: 10, passed: () => true, sources: ['b'], writers: ['m'] }),
    ...trials('o uses', { tasks: 10, passed: () => true, sources: ['b'] }),
  ]);
  const cell = (writer: string, user: string) =>
    writers.cells.find((one) => one.writer === writer && one.user === user)!;

  it('compares every user with the same model without memory', () => {
    expect(writers).toMatchObject({ writers: ['m'], users: ['m', 'n', 'o'], mixed: 10, unknown: 10 });
    expect(cell('m', 'm').estimate.value).toBeCloseTo(0.2, 12);
    expect(cell('m', 'n').estimate.value).toBeCloseTo(0.2, 12);
    expect(cell('m', 'n').rate).toBeCloseTo(0.4, 12);
    expect(writers.references).toEqual([
      { user: 'm', label: 'base', rate: 0.5, taskCount: 10 },
      { user: 'n', label: 'n zero', rate: 0.2, taskCount: 10 },
      { user: 'o', label: null, rate: null, taskCount: 0 },
    ]);
  });

  it('has no gain for a user that was never tried without memory', () => {
    expect(cell('m', 'o').estimate.reason).toMatch(/no condition of o without memory/);
  });
});

describe('scaling', () => {
  it('reads sizes as people write them, and nothing that is no size', () => {
    expect(readScaling({ poolFraction: 0.5 }, 'poolFraction')).toBe(0.5);
    expect(readScaling({ pool_fraction: '25%' }, 'poolFraction')).toBe(0.25);
    expect(readScaling({ source_domains: '3' }, 'sourceDomains')).toBe(3);
    for (const value of [0, 1.5, -1, 'half', Number.NaN, null])
      expect(readScaling({ poolFraction: value }, 'poolFraction')).toBeNull();
    expect(readScaling({ sourceDomains: 2.5 }, 'sourceDomains')).toBeNull();
  });

  it('gives a point for every size and benchmark, and both averages', () => {
    const { scaling } = report(
      [
        base,
        condition('whole', { poolFraction: 1 }),
        condition('half', { poolFraction: 0.5 }),
        condition('other'),
      ],
      [
        ...trials('base', { tasks: 10, passed: (i) => i < 5 }),
        ...trials('base', { benchmark: 'b', tasks: 30, passed: () => false }),
        ...trials('half', { tasks: 10, passed: (i) => i < 6 }),
        ...trials('whole', { tasks: 10, passed: (i) => i < 8 }),
        ...trials('whole', { benchmark: 'b', tasks: 30, passed: (i) => i < 3 }),
        ...trials('other', { tasks: 10, passed: () => true }),
      ],
    );
    const points = scaling.poolFraction.map(({ x, benchmark, average, estimate }) => [
      x,
      benchmark ?? average,
      Number(estimate.value!.toFixed(9)),
    ]);
    expect(points).toEqual([
      [0.5, 'a', 0.1],
      [0.5, 'task-weighted', 0.1],
      [0.5, 'macro', 0.1],
      [1, 'a', 0.3],
      [1, 'b', 0.1],
      [1, 'task-weighted', 0.15],
      [1, 'macro', 0.2],
    ]);
    expect(scaling.sourceDomains).toEqual([]);
  });
});

describe('methods', () => {
  const given = [
    ...trials('base', { tasks: 40, passed: (i) => i < 10 }),
    ...trials('cosine', { tasks: 40, passed: (i) => i < 30 }),
    ...trials('bm25', { tasks: 40, passed: (i) => i < 29 }),
    ...trials('random', { tasks: 40, passed: (i) => i < 8 }),
  ];
  const methods = ['random', 'cosine', 'bm25'].map((method) => condition(method, { method }));

  it('puts conditions that differ in nothing else beside each other, and marks ties by letters', () => {
    const [group, ...others] = report(
      [base, ...methods, condition('top 1', { method: 'cosine', topN: 1 })],
      given,
    ).methods;
    expect(others).toEqual([]);
    expect(group!.rows.map(({ method, letters }) => [method, letters])).toEqual([
      ['cosine', 'a'],
      ['bm25', 'a'],
      ['random', 'b'],
    ]);
    expect(group!.rows[0]!.gains.at(-1)!.estimate.value).toBeCloseTo(0.5, 12);
    const pair = group!.pairs.find(({ first, second }) => first === 'cosine' && second === 'random')!;
    expect(pair.difference).toBeCloseTo(22 / 40, 12);
    // 22 to nothing: two of 2^22 sign patterns, in a family of three.
    expect(pair.pValue).toBeCloseTo(2 / 2 ** 22, 12);
    expect(pair.pHolm).toBeCloseTo((3 * 2) / 2 ** 22, 12);
  });

  it('compares nothing where one method was used', () => {
    expect(report([base, methods[0]!], given.slice(0, 40)).methods).toEqual([]);
  });
});
