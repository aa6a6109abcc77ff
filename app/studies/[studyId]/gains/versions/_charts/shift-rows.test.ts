import { expect, it } from 'vitest';
import type { GainShift } from '@/lib/core/versions/compare-gains';
import { toShiftRows } from './shift-rows';

const gain = (value: number | null) => ({
  estimate: value === null ? { value: null, reason: 'no such condition' } : { value },
  ciLow: value === null ? null : value - 0.1,
  ciHigh: value === null ? null : value + 0.1,
  pairedTasks: 10,
});
const shift = (given: Partial<GainShift>): GainShift => ({
  ...{ condition: 'insight', benchmark: null, average: 'task-weighted' },
  ...{ before: gain(0.1), after: gain(0.2), change: { value: 0.1 } },
  ...{ moved: true, crossed: false, tasks: [], rest: 0 },
  ...given,
});

it('draws a condition by the average that was asked for, and its benchmarks where they moved', () => {
  const { rows, left } = toShiftRows(
    [
      shift({}),
      shift({ average: 'macro' }),
      shift({ benchmark: 'alpha' }),
      shift({ benchmark: 'beta', moved: false }),
      shift({ condition: 'late', before: gain(null), change: { value: null, reason: 'none' } }),
      shift({ condition: 'never', before: gain(null), after: gain(null) }),
    ],
    'task-weighted',
    ['alpha', 'beta'],
  );
  expect(rows.map(({ condition, benchmark }) => [condition, benchmark])).toEqual([
    ['insight', null],
    ['insight', 'alpha'],
    ['late', null],
  ]);
  expect(rows[0]!.after).toMatchObject({ value: 20, ciLow: 10, ciHigh: expect.closeTo(30, 10) });
  expect(rows[1]!.color).toBe('var(--benchmark-1)');
  expect(rows[2]).toMatchObject({ before: null, change: null });
  expect(left).toBe(0);
});

it('says how many it leaves out', () => {
  const many = Array.from({ length: 70 }, (_, i) => shift({ condition: `c${i}` }));
  expect(toShiftRows(many, 'task-weighted', [])).toMatchObject({ rows: { length: 60 }, left: 10 });
});
