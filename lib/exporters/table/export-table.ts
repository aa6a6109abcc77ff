import type { Estimate } from '@/lib/core/vocabulary';

/**
 * What the cells of a column are. Rates and differences are proportions (0 to 1, −1 to 1), as everywhere in the data;
 * those who read them see percent and percentage points.
 */
export type ColumnKind =
  | { kind: 'text' }
  | { kind: 'integer' }
  | { kind: 'number'; digits: number }
  | { kind: 'percent'; digits?: number }
  | { kind: 'points'; digits?: number }
  | { kind: 'p-value' }
  /** A range without a middle, written as the other numbers of its kind. */
  | { kind: 'interval'; of: 'number' | 'percent' | 'points'; digits: number };

export interface Interval {
  low: number;
  high: number;
}

/** A value with what is known of it. */
export interface ValueCell {
  value: string | number;
  interval?: Interval;
  /** Among the best of its column: bold. */
  best?: boolean;
  /** Stars of significance; what they stand for is a note of the table. */
  stars?: 0 | 1 | 2 | 3;
}

/** A cell of a column of intervals. */
export interface IntervalCell {
  value?: undefined;
  interval: Interval;
}

/** A cell without a value says why; an empty reason is one that another cell of the row has said. */
export interface EmptyCell {
  value: null;
  reason: string;
}

export type TableCell = ValueCell | IntervalCell | EmptyCell;

export interface TableColumn {
  /** Names the column in files that programs read; no two columns share one. */
  key: string;
  /** Heads the column where people read it. */
  label: string;
  type: ColumnKind;
  /** Neighbours of one group stand under a heading of their own. */
  group?: string;
  /** Whether data always has columns for the interval and for the reason of a missing value, used or not. */
  estimate?: boolean;
}

export interface TableRow {
  /** One a column, in their order. */
  cells: TableCell[];
  /** Belongs to the row above, as a gain to its rate: set back, and without a line between. */
  continues?: boolean;
  /** What the numbers of this row are, where they differ from the columns' own kind. */
  type?: ColumnKind;
}

/** A table on its way out of Carryover. Every format of `tableFormats` writes it. */
export interface ExportTable {
  title: string;
  /** Sentences beneath: how intervals were made, what stars mean. */
  notes: string[];
  columns: TableColumn[];
  rows: TableRow[];
}

/** An estimate as a cell, its interval with it where both ends are known. */
export function estimateCell(
  estimate: Estimate,
  ciLow: number | null = null,
  ciHigh: number | null = null,
): ValueCell | EmptyCell {
  if (estimate.value === null) return { value: null, reason: estimate.reason };
  if (ciLow === null || ciHigh === null) return { value: estimate.value };
  return { value: estimate.value, interval: { low: ciLow, high: ciHigh } };
}

/** A value that may be missing as a cell, with the reason why it is. */
export const valueCell = (
  value: string | number | null | undefined,
  reason: string,
): ValueCell | EmptyCell => (value === null || value === undefined ? { value: null, reason } : { value });

const numbersOf = (cell: TableCell): number[] => [
  ...(typeof cell.value === 'number' ? [cell.value] : []),
  ...('interval' in cell && cell.interval ? [cell.interval.low, cell.interval.high] : []),
];

/** Whether a cell can stand in a column of this kind. A cell without a value can stand anywhere. */
function fits(cell: TableCell, { kind }: ColumnKind): boolean {
  if (cell.value === null) return true;
  if (kind === 'interval') return cell.value === undefined;
  if (kind === 'integer') return Number.isSafeInteger(cell.value);
  return typeof cell.value === (kind === 'text' ? 'string' : 'number');
}

/**
 * The same table, checked: what is not one is a mistake of the program that made it.
 *
 * @throws RangeError where a row has another length than the columns, two columns share a key, a cell is of another
 *   kind than its column, or a number is not finite
 * @complexity linear in the number of cells
 */
export function checkTable(table: ExportTable): ExportTable {
  const keys = new Set(table.columns.map(({ key }) => key));
  if (keys.size !== table.columns.length || keys.has('')) throw new RangeError('columns need a key each');
  for (const [r, row] of table.rows.entries()) {
    if (row.cells.length !== table.columns.length)
      throw new RangeError(
        `row ${r} has ${row.cells.length} cells, the table ${table.columns.length} columns`,
      );
    for (const [c, cell] of row.cells.entries()) {
      const { key, type } = table.columns[c]!;
      if (!fits(cell, typeOf(row, table.columns[c]!)))
        throw new RangeError(`row ${r}, column “${key}”: ${JSON.stringify(cell)} is not ${type.kind}`);
      if (!numbersOf(cell).every(Number.isFinite))
        throw new RangeError(`row ${r}, column “${key}”: a number must be finite`);
    }
  }
  return table;
}

/** What the cell of a row in a column is: texts keep the column's kind. */
export const typeOf = (row: TableRow, column: TableColumn): ColumnKind =>
  column.type.kind === 'text' ? column.type : (row.type ?? column.type);
