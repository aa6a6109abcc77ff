import { expect, it } from 'vitest';
import { arrangeByModel } from '@/lib/core/gains/arrange';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { toTableRows } from './gains-table-rows';

const tasks = Array.from({ length: 40 }, (_, i) => `t${i}`);
const passes: Record<string, (i: number) => boolean> = {
  zero: (i) => i < 8,
  insight: (i) => i < 32,
  worse: () => false,
};
const labels = { zero: 'zero-shot', insight: 'insight', worse: 'worse', apart: 'apart' };
const report = computeGains({
  trials: [
    ...Object.entries(passes).flatMap(([condition, pass]) =>
      tasks.map((task, i) => ({
        benchmark: i % 2 ? 'odd' : 'even',
        task,
        condition,
        reward: pass(i) ? 1 : 0,
        exception: false,
      })),
    ),
    { benchmark: 'elsewhere', task: 't', condition: 'apart', reward: 1, exception: false },
  ],
  conditions: Object.entries(labels).map(([id, label]) => ({ id, label })),
  baseline: 'zero',
  passK: 1,
  threshold: 1,
  missing: 'leave-out',
  resamples: 500,
  seed: 7,
});
const models = arrangeByModel(Object.entries(labels).map(([id, label]) => ({ id, label, settings: {} })));

it('holds every number as it is read: rates, the best of a column, gains with interval and direction', () => {
  const [group] = toTableRows(report, 'task-weighted', models);
  const [zero, insight, worse, apart] = group!.rows;
  const average = (row: typeof zero) => ({ rate: row!.rates.at(-1), gain: row!.gains?.at(-1) });
  expect(zero).toMatchObject({ label: 'zero-shot', words: 'baseline', gains: null });
  expect(average(insight)).toEqual({
    rate: { percent: '80.0', best: true },
    gain: { points: '+60.0', interval: expect.stringMatching(/^\[\+\d.*, \+\d.*\]$/), significant: 'gain' },
  });
  expect(average(worse)).toMatchObject({ rate: { percent: '0.0' }, gain: { significant: 'loss' } });
  expect(apart!.rates.filter((rate) => 'reason' in rate)).toHaveLength(2);
  expect(apart!.gains).toBeNull();
  expect(apart!.words).not.toBe('');
});
