import { expect, it } from 'vitest';
import { drawnFlipRows, type FlipRow } from './flip-rows';

/** A condition of so many rows, as the ledger draws it. */
const rowsOf = (condition: string, count: number): FlipRow[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ key: `${condition} ${i}`, heading: i === 0 ? condition : null, label: `${i}`, pooled: i === 0 },
    ...{ gained: 1, lost: 1, taskCount: 9, pValue: 1, qValue: 1, difference: 0, ciLow: null, ciHigh: null },
  }));
const drawnOf = (...counts: number[]) =>
  drawnFlipRows(counts.flatMap((count, i) => rowsOf(`c${i}`, count))).length;

it('draws whole conditions alone, and the beginning of one that is more than a picture', () => {
  expect(drawnOf(7, 7)).toBe(14);
  expect(drawnOf(...Array.from({ length: 12 }, () => 7))).toBe(70);
  expect(drawnOf(36, 36, 7)).toBe(72);
  expect(drawnOf(100)).toBe(72);
});
