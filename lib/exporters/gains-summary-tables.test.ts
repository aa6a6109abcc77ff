import { expect, it } from 'vitest';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { withoutReward } from '@/lib/core/gains/report';
import { acrossTable, missingTable } from './gains-summary-tables';
import { checkTable } from './table/export-table';

const trial = (condition: string, benchmark: string, t: number, reward: number | null) => ({
  ...{ condition, benchmark, task: `t${t}`, reward },
  ...{ exception: reward === null, exceptionType: reward === null ? 'AgentTimeoutError' : null },
});
const report = computeGains({
  trials: [
    ...Array.from({ length: 8 }, (_, t) => [
      trial('base', t < 4 ? 'alpha' : 'beta', t, t % 2),
      trial('memory', t < 4 ? 'alpha' : 'beta', t, t === 0 ? null : 1),
    ]).flat(),
    trial('elsewhere', 'gamma', 1, 1),
  ],
  conditions: ['base', 'memory', 'elsewhere'].map((id) => ({ id, label: id })),
  ...{ baseline: 'base', passK: 1, threshold: 1, missing: 'errors-fail', seed: 7, resamples: 200 },
});

it('sums up the gains of conditions that share a task with the baseline, and names the others', () => {
  const { rows, notes } = checkTable(acrossTable(report, []));
  expect(rows.map(({ cells }) => cells[0])).toEqual([{ value: 'memory' }]);
  expect(notes.at(-1)).toBe('Without a task in common with the baseline: elsewhere.');
});

it('tells what each choice makes of trials without a reward', () => {
  const { rows, notes } = checkTable(missingTable(withoutReward(report.conditions), 'errors-fail'));
  expect(rows.map(({ cells }) => cells.map((cell) => 'value' in cell && cell.value))).toEqual([
    ['errors count as failures (in use)', 1, 0],
    ['leave out', 0, 1],
    ['all count as failures', 1, 0],
  ]);
  expect(notes).toEqual(['1 ran out of time.']);
});
