import { notEstimable } from '@/lib/core/vocabulary';
import type { UpliftRow } from '@/lib/queries/memory-uplifts';
import { type ExportTable, estimateCell, valueCell } from './table/export-table';

/** Memories with their uplift, a row each. */
export const upliftTable = (rows: readonly UpliftRow[], title: string, notes: string[]): ExportTable => ({
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
