import type { SourceFile } from '../importer';
import type { TableRow } from './cells';
import { describeTable, type TableColumn } from './describe-table';
import { guessRecipe } from './guess-recipe';
import type { TableRecipe } from './recipe';

/** A table as somebody looks at it to say what its columns hold: small enough to be sent around. */
export interface TableSample {
  columns: TableColumn[];
  /** Cells by column, long ones cut. */
  rows: Record<string, unknown>[];
  /** Null where only reading the whole file would tell. */
  rowCount: number | null;
  /** A first recipe, to be corrected. */
  guess: TableRecipe;
}

const cellLength = 2_000;
const listLength = 64;

/** @throws AppError when the file cannot be read as a table */
export async function sampleTable(file: SourceFile): Promise<TableSample> {
  const table = await describeTable(file);
  const vectors = new Set(
    table.columns.filter(({ holds }) => holds === 'vector').map((column) => column.name),
  );
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.\w+$/, '') || 'table';
  return {
    columns: table.columns,
    rows: table.sample.flatMap(({ row }) => (row ? [cutRow(row, vectors)] : [])),
    rowCount: table.rowCount,
    guess: guessRecipe(table, name.slice(0, 120)),
  };
}

const cutRow = (row: TableRow, vectors: ReadonlySet<string>): Record<string, unknown> =>
  Object.fromEntries(
    [...row].map(([name, cell]) => [
      name,
      vectors.has(name) && typeof cell === 'string' ? cutVector(cell) : cut(cell),
    ]),
  );

/** A vector in a text has to stay one: it ends after a whole number, with its brackets closed. */
function cutVector(text: string): string {
  if (text.length <= cellLength) return text;
  const brackets = /^[[\s]*/.exec(text)![0].replace(/\s/g, '').length;
  return text.slice(0, cellLength).replace(/[,\s]+[^,\s]*$/, '') + ']'.repeat(brackets);
}

function cut(cell: unknown): unknown {
  if (typeof cell === 'string') return cell.slice(0, cellLength);
  if (typeof cell === 'bigint') return String(cell);
  if (cell instanceof Date) return cell.toISOString();
  if (ArrayBuffer.isView(cell)) return Array.from(cell as Float32Array).slice(0, listLength);
  if (Array.isArray(cell)) return cell.slice(0, listLength).map(cut);
  if (typeof cell === 'object' && cell !== null)
    return JSON.stringify(cell, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)).slice(
      0,
      cellLength,
    );
  return cell;
}
