import { expect, it } from 'vitest';
import { flowEntries } from './legend';

it('breaks entries into rows, never leaving a row empty', () => {
  expect(flowEntries([40, 40, 40], 100, 10)).toEqual([
    { x: 0, row: 0 },
    { x: 50, row: 0 },
    { x: 0, row: 1 },
  ]);
  expect(flowEntries([300, 20], 100, 10)).toEqual([
    { x: 0, row: 0 },
    { x: 0, row: 1 },
  ]);
  expect(flowEntries([], 100, 10)).toEqual([]);
});
