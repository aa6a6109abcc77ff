import type {
  MethodGroup,
  ScalingPoint,
  TransferMatrix,
  Uplift,
  WriterMatrix,
} from '@/lib/core/gains/transfer-report';
import { type ExportTable, estimateCell, type TableColumn, valueCell } from './table/export-table';

const text = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'text' } });
const count = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'integer' } });
const points = (key: string, label: string): TableColumn => ({
  ...{ key, label, type: { kind: 'points' }, estimate: true },
});
const percent = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'percent' } });
const p = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'p-value' } });

const cellOf = ({ estimate, ciLow, ciHigh }: Uplift) => estimateCell(estimate, ciLow, ciHigh);

/** The transfer matrix, a row for every source and target. */
export const transferTable = (matrix: TransferMatrix, title: string, notes: string[]): ExportTable => ({
  ...{ title, notes },
  columns: [
    text('source', 'From'),
    text('target', 'To'),
    points('uplift', 'Uplift, pp'),
    points('shrunk', 'Drawn to the mean, pp'),
    percent('own_weight', 'Its own weight, %'),
    count('tasks', 'Tasks'),
    count('trials', 'Trials'),
  ],
  rows: matrix.cells.map((cell) => ({
    cells: [
      { value: cell.source },
      { value: cell.target },
      cellOf(cell),
      cell.shrunk
        ? estimateCell({ value: cell.shrunk.value }, cell.shrunk.low, cell.shrunk.high)
        : { value: null, reason: cell.estimate.reason ?? matrix.shrinkage.reason ?? '' },
      valueCell(cell.shrunk?.ownWeight, ''),
      { value: cell.taskCount },
      { value: cell.trialCount },
    ],
  })),
});

/** Writers by users, a row for each. */
export const writersTable = (matrix: WriterMatrix, title: string, notes: string[]): ExportTable => ({
  ...{ title, notes },
  columns: [
    text('writer', 'Written by'),
    text('user', 'Used by'),
    percent('rate', 'Passed, %'),
    points('gain', 'Gain, pp'),
    count('tasks', 'Tasks'),
    count('trials', 'Trials'),
  ],
  rows: [
    ...matrix.references.map(({ user, rate, taskCount }) => ({
      cells: [
        { value: 'nobody (zero-shot)' },
        { value: user },
        valueCell(rate, 'no condition without memory'),
        { value: null, reason: 'the reference itself' },
        { value: taskCount },
        { value: null, reason: '' },
      ],
    })),
    ...matrix.cells.map((cell) => ({
      cells: [
        { value: cell.writer },
        { value: cell.user },
        valueCell(cell.rate, cell.estimate.reason ?? ''),
        cellOf(cell),
        { value: cell.taskCount },
        { value: cell.trialCount },
      ],
    })),
  ],
});

/** Gains by the size of the pool. */
export const scalingTable = (rows: readonly ScalingPoint[], axis: string, notes: string[]): ExportTable => ({
  title: `Gain by ${axis}`,
  notes,
  columns: [
    { key: 'size', label: axis, type: { kind: 'number', digits: 2 } },
    text('benchmark', 'Benchmark'),
    points('gain', 'Gain, pp'),
    count('tasks', 'Tasks'),
    count('trials', 'Trials'),
    text('conditions', 'Conditions'),
  ],
  rows: rows.map((row) => ({
    cells: [
      { value: row.x },
      { value: row.benchmark ?? row.average ?? '' },
      cellOf(row),
      { value: row.taskCount },
      { value: row.trialCount },
      { value: row.conditions.join('; ') },
    ],
  })),
});

/** One group of methods as papers print it: best first, benchmarks beside each other. */
export const methodsTable = (group: MethodGroup, notes: string[]): ExportTable => ({
  title: `Retrieval methods: ${group.common}`,
  notes,
  columns: [
    text('method', 'Method'),
    text('condition', 'Condition'),
    ...[...group.benchmarks, 'task-weighted'].map((name, i): TableColumn => points(`${i + 1} ${name}`, name)),
    text('letters', 'Group'),
  ],
  rows: group.rows.map(({ method, label, gains, letters }) => ({
    cells: [{ value: method }, { value: label }, ...gains.map(cellOf), { value: letters }],
  })),
});

/** The pairs of methods with their tests. */
export const methodPairsTable = (group: MethodGroup, notes: string[]): ExportTable => ({
  title: `Pairs of retrieval methods: ${group.common}`,
  notes,
  columns: [
    text('first', 'First'),
    text('second', 'Second'),
    { key: 'difference', label: 'Difference, pp', type: { kind: 'points' } },
    count('tasks', 'Tasks'),
    p('p', 'Sign-flip p'),
    p('p_holm', 'Holm p'),
  ],
  rows: group.pairs.map(({ first, second, difference, taskCount, pValue, pHolm }) => ({
    cells: [
      { value: first },
      { value: second },
      { value: difference },
      { value: taskCount },
      { value: pValue },
      { value: pHolm },
    ],
  })),
});
