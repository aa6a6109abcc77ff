import { expect, it } from 'vitest';
import { gainsOf, trialsOf } from '@/lib/core/gains/testing';
import { costScale } from './cost-rows';
import { slopeTable, spreadLabels, toSlopes } from './slope-rows';

const report = gainsOf({
  trials: [
    ...trialsOf('zero', 'A', { a: '1', b: '0' }),
    ...trialsOf('memory', 'A', { a: '1', b: '1' }),
    ...trialsOf('memory', 'B', { c: '1' }),
  ],
});

it('joins benchmarks that both sides have, and the average', () => {
  const lines = toSlopes(report, 'zero', 'memory', 'macro');
  expect(lines.map(({ name, from, to }) => [name, from.value, to.value])).toEqual([
    ['A', 50, 100],
    ['macro average', 50, 100],
  ]);
  expect(slopeTable(lines, ['x', 'y'], '', []).rows[0]!.cells[3]).toEqual({ value: 0.5 });
  expect(toSlopes(report, 'zero', 'gone', 'macro')).toEqual([]);
});

it('keeps labels apart and in order', () => {
  expect(spreadLabels([10, 12, 40, 11], 5)).toEqual([10, 20, 40, 15]);
});

it('finds a scale of costs that holds them all', () => {
  for (const costs of [[0.0072, 0.0081], [5], [0], [12_000, 90_000, 31], [0.0075, 0.0075]]) {
    const { low, high, ticks } = costScale(costs);
    expect(low).toBeLessThanOrEqual(Math.min(...costs) + 1e-12);
    expect(high).toBeGreaterThanOrEqual(Math.max(...costs) - 1e-12);
    expect(high).toBeGreaterThan(low);
    expect(new Set(ticks).size).toBe(ticks.length);
    expect(ticks.length).toBeLessThan(9);
  }
});
