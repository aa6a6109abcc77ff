import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTransferLearning } from '@/lib/core/published/memory-transfer-learning';
import { readGolden } from '../golden/read-golden';
import { computeGains } from './compute-gains';
import { averages, type GainsInput, type GainsReport, type GainsTrial } from './report';

const settings = { passK: 1, threshold: 1, missing: 'leave-out', resamples: 2000, seed: 11 } as const;
const conditions = [
  { id: 'zero', label: 'Zero-shot' },
  { id: 'memory', label: 'Insights' },
];

/** `'1 0 1'` is three trials of one task; `x` is a trial without a verdict. */
function trials(condition: string, benchmark: string, tasks: Record<string, string>): GainsTrial[] {
  return Object.entries(tasks).flatMap(([task, rewards]) =>
    rewards.split(' ').map((reward) => ({
      condition,
      benchmark,
      task,
      reward: reward === 'x' ? null : Number(reward),
      exception: false,
    })),
  );
}
const gains = (input: Partial<GainsInput> & { trials: GainsTrial[] }): GainsReport =>
  computeGains({ ...settings, conditions, baseline: 'zero', ...input });

describe('computeGains on a case worked by hand', () => {
  const report = gains({
    trials: [
      ...trials('zero', 'A', { a1: '1 0', a2: '0 0', a3: '1 1', a4: '1 1' }),
      ...trials('zero', 'B', { b1: '0 0', b2: '0 1' }),
      ...trials('memory', 'A', { a1: '1 1', a2: '1 0', a3: '0 0', a5: '1 1' }),
      ...trials('memory', 'B', { b1: '0 x', b2: '1 1' }),
    ],
  });
  const memory = report.conditions[1]!;

  it('averages tasks and benchmarks apart', () => {
    // A: 1, ½, 0, 1 → ⅝; B: 0, 1 → ½.
    expect(memory.cells.map((cell) => cell.rate.estimate.value)).toEqual([0.625, 0.5]);
    expect(memory.totals['task-weighted'].rate.estimate.value).toBeCloseTo(3.5 / 6, 12);
    expect(memory.totals.macro.rate.estimate.value).toBeCloseTo(0.5625, 12);
  });

  it('takes the gain on shared tasks alone and counts the others', () => {
    // A: +½, +½, −1 → 0 over three; B: 0, +½ → ¼ over two.
    const [a, b] = memory.cells.map((cell) => cell.gain!);
    expect(a).toMatchObject({ pairedTasks: 3, onlyBaselineTasks: 1, onlyConditionTasks: 1 });
    expect(a!.estimate.value).toBeCloseTo(0, 12);
    expect(b!.estimate.value).toBeCloseTo(0.25, 12);
    expect(memory.totals['task-weighted'].gain!.estimate.value).toBeCloseTo(0.1, 12);
    expect(memory.totals.macro.gain!.estimate.value).toBeCloseTo(0.125, 12);
    expect(memory.unpaired).toEqual({
      onlyBaseline: [{ benchmark: 'A', task: 'a4' }],
      onlyCondition: [{ benchmark: 'A', task: 'a5' }],
    });
  });

  it('tests by sign flips: all 16 sign patterns of ½ ½ 1 ½ are as far from 0 as the +½ seen', () => {
    const gain = memory.totals['task-weighted'].gain!;
    expect(gain.test).toBe('sign-flip-exact');
    // Five halves in all: an odd number never cancels.
    expect(gain.pValue).toBeCloseTo(1, 12);
  });

  it('lists what flipped, with counts', () => {
    expect(memory.flips.gained).toEqual([
      { benchmark: 'A', task: 'a2', baseline: { passed: 0, trials: 2 }, condition: { passed: 1, trials: 2 } },
    ]);
    expect(memory.flips.lost.map((flip) => flip.task)).toEqual(['a3']);
  });

  it('does not take a missing reward for a zero unless told to', () => {
    expect(memory.totals['task-weighted'].trialsWithoutReward).toBe(1);
    expect(report.warnings.join(' ')).toMatch(/1 of 12 trials of “Insights” have no reward and are left out/);
  });

  it('gives the baseline rates and no gain', () => {
    expect(report.conditions[0]).toMatchObject({ isBaseline: true, cells: [{ gain: null }, { gain: null }] });
  });
});

describe('computeGains', () => {
  it('counts a missing reward as a failure when asked', () => {
    const input = [...trials('zero', 'A', { a: '1 x' }), ...trials('memory', 'A', { a: '1 1' })];
    expect(gains({ trials: input }).conditions[0]!.cells[0]!.rate.estimate.value).toBe(1);
    const strict = gains({ trials: input, missing: 'failure' });
    expect(strict.conditions[0]!.cells[0]!.rate.estimate.value).toBe(0.5);
  });

  it('uses McNemar where pairs are wins and losses', () => {
    const report = gains({
      trials: [
        ...trials('zero', 'A', { a: '0', b: '0', c: '0', d: '0', e: '0', f: '1' }),
        ...trials('memory', 'A', { a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' }),
      ],
    });
    const { gain } = report.conditions[1]!.cells[0]!;
    expect(gain).toMatchObject({ test: 'mcnemar-exact', pValue: 0.0625 });
    expect(gain!.pAdjusted).toBeCloseTo(0.0625, 12);
    expect(gain!.interval).toMatchObject({
      method: 'BCa',
      unit: 'task',
      taskCount: 6,
      attempts: { min: 1, max: 1 },
    });
  });

  it('shows a Wilson interval where resampling would claim certainty', () => {
    const report = gains({ trials: trials('zero', 'A', { a: '1', b: '1', c: '1' }) });
    const { rate } = report.conditions[0]!.cells[0]!;
    expect(rate.interval!.method).toBe('wilson');
    expect(rate.ciLow!).toBeCloseTo(0.4385, 4);
    expect(rate.ciHigh).toBe(1);
  });

  it('says why there is no number: too few trials, no shared task, no trials', () => {
    const report = gains({
      passK: 3,
      conditions: [...conditions, { id: 'empty', label: 'Nothing' }],
      trials: [...trials('zero', 'A', { a: '1 1 1' }), ...trials('memory', 'A', { b: '1 1' })],
    });
    const [, memory, empty] = report.conditions;
    expect(memory!.cells[0]!.rate.estimate.reason).toMatch(/3 trials/);
    expect(memory!.cells[0]!.gain!.estimate.reason).toMatch(/both/);
    expect(memory!.cells[0]!.tasksNotEstimable).toBe(1);
    expect(empty!.totals.macro.rate.estimate.reason).toBe('no trials');
    expect(report.warnings.join(' ')).toMatch(/shares no task.*“Nothing” has no trials/);
    expect(report.familySize).toBe(0);
  });

  it('refuses a baseline that is not there and a trial from nowhere', () => {
    expect(() => gains({ trials: [], baseline: 'other' })).toThrow(/baseline/);
    expect(() => gains({ trials: trials('stray', 'A', { a: '1' }) })).toThrow(RangeError);
    expect(gains({ trials: [] }).conditions).toHaveLength(2);
  });

  it('holds its laws on any logs', () => {
    const trial = fc.record({
      condition: fc.constantFrom('zero', 'memory'),
      benchmark: fc.constantFrom('A', 'B', 'C'),
      task: fc.constantFrom('t1', 't2', 't3', 't4', 't5'),
      reward: fc.constantFrom(0, 1, 0.5, null, Number.NaN),
      exception: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(trial, { maxLength: 80 }), fc.integer({ min: 1, max: 3 }), (logs, passK) => {
        const report = gains({ trials: logs, passK, resamples: 200 });
        expect(gains({ trials: [...logs].reverse(), passK, resamples: 200 })).toEqual(report);
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        for (const { cells, totals } of report.conditions) {
          for (const { rate, gain } of [...cells, ...Object.values(totals)]) {
            for (const number of [rate, gain]) {
              if (!number) continue;
              if (number.estimate.value === null) expect(number.estimate.reason).toBeTruthy();
              else expect(Number.isFinite(number.estimate.value)).toBe(true);
              if (number.ciLow !== null) expect(number.ciLow).toBeLessThanOrEqual(number.ciHigh!);
            }
            if (gain?.pValue != null) expect(gain.pAdjusted!).toBeGreaterThanOrEqual(gain.pValue);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the published table', () => {
  interface Golden {
    six_benchmarks: {
      method: string;
      published: Record<string, number>;
      published_avg: number;
      solved: Record<string, number>;
      task_weighted_mean: number;
      plain_mean_from_counts: number;
    }[];
  }
  const { rows, benchmarks, average } = memoryTransferLearning;
  const golden = readGolden<Golden>('paper_table').six_benchmarks;

  it('holds the published figures', () => {
    expect(
      rows.map(({ method, published, publishedAverage, solved }) => ({
        method,
        published,
        publishedAverage,
        solved,
      })),
    ).toEqual(
      golden.map((row) => ({
        method: row.method,
        published: row.published,
        publishedAverage: row.published_avg,
        solved: row.solved,
      })),
    );
  });

  it('comes out of our own arithmetic, by the average it names', () => {
    const input = rows.flatMap(({ method, solved }) =>
      benchmarks.flatMap(({ name, taskCount }) =>
        Array.from({ length: taskCount }, (_, t) => ({
          condition: method,
          benchmark: name,
          task: `${t}`,
          reward: t < solved[name]! ? 1 : 0,
          exception: false,
        })),
      ),
    );
    const report = gains({
      trials: input,
      baseline: 'Zero-Shot',
      conditions: rows.map(({ method, label }) => ({ id: method, label })),
    });
    report.conditions.forEach(({ totals, cells }, i) => {
      const [taskWeighted, macro] = averages.map((name) => totals[name].rate.estimate.value!);
      expect(taskWeighted).toBeCloseTo(golden[i]!.task_weighted_mean, 12);
      expect(macro).toBeCloseTo(golden[i]!.plain_mean_from_counts, 12);
      expect(totals[average].rate.estimate.value!.toFixed(3)).toBe(rows[i]!.publishedAverage.toFixed(3));
      cells.forEach((cell, b) => {
        expect(cell.rate.estimate.value!.toFixed(3)).toBe(
          rows[i]!.published[report.benchmarks[b]!]!.toFixed(3),
        );
      });
    });
    const trajectories = report.conditions[1]!.totals;
    expect(trajectories['task-weighted'].gain!.estimate.value!).toBeGreaterThan(0);
    expect(trajectories.macro.gain!.estimate.value!).toBeLessThan(0);
    expect(report.warnings.join(' ')).toMatch(
      /“MTL, trajectories” gains by the task-weighted average and loses by the macro/,
    );
    expect(report.conditions[4]!.totals['task-weighted'].gain!.estimate.value! * 491).toBeCloseTo(18, 9);
  });
});
