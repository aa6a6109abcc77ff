import { expect, it } from 'vitest';
import { gainsOf, trialsOf } from '@/lib/core/gains/testing';
import { type CostPoint, labelledPoints } from './cost-rows';
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
  expect(spreadLabels([38, 39, 10], 5, 40)).toEqual([35, 40, 10]);
});

it('names the points that no cheaper one beats, where not all names fit', () => {
  const point = (i: number, cost: number, gain: number): CostPoint => ({
    ...{ id: `${i}`, label: `${i}`, color: 'red', isBaseline: i === 0, ciLow: null, ciHigh: null },
    ...{ cost, gain },
  });
  const few = Array.from({ length: 5 }, (_, i) => point(i, i, -i));
  expect(labelledPoints(few)).toEqual(few);
  // The dearer the better up to 20; what is dearer than that gains nothing.
  const many = Array.from({ length: 40 }, (_, i) =>
    point(i, i, i === 10 ? 5 : i === 20 ? 9 : i === 3 ? 2 : 0),
  );
  expect(labelledPoints(many).map(({ id }) => id)).toEqual(['20', '10', '3', '0', '1', '2']);
});
