import { notEstimable } from '@/lib/core/vocabulary';
import { type ExportTable, estimateCell, valueCell } from '@/lib/exporters/table/export-table';
import type { UpliftRow } from '@/lib/queries/memory-uplifts';

export const ledgerSorts = ['shrunk', 'uplift', 'trials', 'tasks', 'abstraction', 'title'] as const;
export type LedgerSort = (typeof ledgerSorts)[number];

export interface LedgerView {
  type?: string | undefined;
  benchmark?: string | undefined;
  sort: LedgerSort;
  order: 'down' | 'up';
}

const keyOf = (row: UpliftRow, sort: LedgerSort): number | string | null => {
  if (sort === 'shrunk') return row.shrunk.value ?? row.uplift;
  return row[sort];
};

/** The memories of a view in its order; what has no value comes last, whichever way it is sorted; ties by title. */
export function ledgerRows(rows: readonly UpliftRow[], view: LedgerView): UpliftRow[] {
  const sign = view.order === 'down' ? -1 : 1;
  return rows
    .filter(
      (row) =>
        (view.type === undefined || row.type === view.type) &&
        (view.benchmark === undefined || row.sourceBenchmark === view.benchmark),
    )
    .sort((a, b) => {
      const [x, y] = [keyOf(a, view.sort), keyOf(b, view.sort)];
      if (x !== y) {
        if (x === null) return 1;
        if (y === null) return -1;
        return x < y ? -sign : sign;
      }
      return a.title < b.title ? -1 : a.title > b.title ? 1 : a.memory < b.memory ? -1 : 1;
    });
}

/** The ledger as data. */
export const ledgerTable = (rows: readonly UpliftRow[], title: string, notes: string[]): ExportTable => ({
  title,
  notes,
  columns: [
    { key: 'memory', label: 'Memory', type: { kind: 'text' } },
    { key: 'id', label: 'Id', type: { kind: 'text' } },
    { key: 'type', label: 'Type', type: { kind: 'text' } },
    { key: 'source_benchmark', label: 'Source', type: { kind: 'text' } },
    { key: 'abstraction', label: 'Abstraction', type: { kind: 'number', digits: 3 } },
    { key: 'uplift', label: 'Uplift, pp', type: { kind: 'points' }, estimate: true },
    { key: 'shrunk', label: 'Shrunk, pp', type: { kind: 'points' } },
    { key: 'trials', label: 'Trials', type: { kind: 'integer' } },
    { key: 'tasks', label: 'Tasks', type: { kind: 'integer' } },
    { key: 'p_adjusted', label: 'Adjusted p', type: { kind: 'p-value' } },
  ],
  rows: rows.map((row) => ({
    cells: [
      { value: row.title },
      { value: row.memory },
      { value: row.type },
      valueCell(row.sourceBenchmark, 'unknown'),
      estimateCell(
        row.abstraction === null ? notEstimable('no vector or no benchmark') : { value: row.abstraction },
      ),
      estimateCell({ value: row.uplift }, row.ciLow, row.ciHigh),
      estimateCell(row.shrunk),
      { value: row.trials },
      { value: row.tasks },
      valueCell(row.pAdjusted, 'no error can be estimated'),
    ],
  })),
});
