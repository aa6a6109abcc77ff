import { expect, it } from 'vitest';
import { sortUplifts, type UpliftView } from '@/lib/core/gains/sort-uplifts';
import { notEstimable } from '@/lib/core/vocabulary';
import type { UpliftRow } from '@/lib/queries/memory-uplifts';
import { checkTable } from './table/export-table';
import { upliftTable } from './uplift-table';

const row = (memory: string, change: Partial<UpliftRow>): UpliftRow => ({
  ...{ memory, title: memory, type: 'insight', sourceBenchmark: 'alpha', sourceTask: null, abstraction: 0.5 },
  ...{ uplift: 0, standardError: { value: 0.1 }, ciLow: -0.2, ciHigh: 0.2, shrunk: { value: 0 } },
  ...{ trials: 3, tasks: 1, pValue: 1, pAdjusted: 1 },
  ...change,
});
const rows = [
  row('c', { uplift: 0.2, shrunk: { value: 0.1 }, abstraction: null }),
  row('a', { uplift: 0.5, shrunk: notEstimable('too few'), abstraction: 0.9, ciLow: null, pAdjusted: null }),
  row('b', { type: 'summary', abstraction: 0.1, sourceBenchmark: null }),
  row('d', {}),
];
const names = (view: UpliftView) =>
  sortUplifts(rows, view)
    .map(({ memory }) => memory)
    .join('');

it('sorts both ways, what is unknown last, and filters', () => {
  expect(names({ sort: 'shrunk', order: 'down' })).toBe('acbd');
  expect(names({ sort: 'abstraction', order: 'down' })).toBe('adbc');
  expect(names({ sort: 'abstraction', order: 'up' })).toBe('bdac');
  expect(names({ sort: 'title', order: 'up' })).toBe('abcd');
  expect(names({ sort: 'uplift', order: 'up', type: 'insight', benchmark: 'alpha' })).toBe('dca');
  expect(rows.map(({ memory }) => memory).join('')).toBe('cabd');
});

it('writes a table that every format takes', () => {
  const { rows: written } = checkTable(upliftTable(rows, 'Uplifts', []));
  expect(written[1]!.cells[5]).toEqual({ value: 0.5 });
  expect(written[1]!.cells[6]).toEqual({ value: null, reason: 'too few' });
});
