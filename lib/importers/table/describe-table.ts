import type { SourceFile } from '../importer';
import { inWords } from '../json-values';
import { isMissing, type TableRow } from './cells';
import { rowCount, type TableLine, tableRows } from './table-rows';

export type ColumnContent = 'empty' | 'flag' | 'number' | 'text' | 'list' | 'vector' | 'object';

export interface TableColumn {
  name: string;
  holds: ColumnContent;
  /** Up to three different cells, cut to what fits in a line. */
  examples: string[];
  /** Whether every sampled row has a cell of this name; columns of CSV and Parquet always do. */
  inEveryRow: boolean;
}

export interface TableDescription {
  /** In the order in which the rows first name them. */
  columns: TableColumn[];
  /** The first rows, and the places where one could not be read. */
  sample: TableLine[];
  /** Null where only reading the whole file would tell. */
  rowCount: number | null;
}

const sampledRows = 20;
const shownExamples = 3;
const exampleLength = 80;
/** Shorter lists of numbers may be anything; nobody embeds in fewer dimensions. */
const shortestVector = 8;

/**
 * Looks at the beginning of a table: what its columns are called and hold.
 *
 * @throws AppError when the file cannot be read as a table
 */
export async function describeTable(file: SourceFile): Promise<TableDescription> {
  const sample: TableLine[] = [];
  for await (const line of tableRows(file, sampledRows)) if (sample.push(line) >= sampledRows) break;
  const rows = sample.flatMap(({ row }) => (row ? [row] : []));
  const names = new Set(rows.flatMap((row) => [...row.keys()]));
  return {
    columns: [...names].map((name) => describeColumn(name, rows)),
    sample,
    rowCount: await rowCount(file),
  };
}

function describeColumn(name: string, rows: readonly TableRow[]): TableColumn {
  const cells = rows.map((row) => row.get(name)).filter((cell) => !isMissing(cell));
  const contents = new Set(cells.map(contentOf));
  // A column of numbers with one word in it is a column of text.
  const holds = contents.size === 0 ? 'empty' : contents.size === 1 ? [...contents][0]! : 'text';
  const examples = [...new Set(cells.map(example))].slice(0, shownExamples);
  return { name, holds, examples, inEveryRow: rows.every((row) => row.has(name)) };
}

function contentOf(cell: unknown): ColumnContent {
  if (typeof cell === 'boolean') return 'flag';
  if (typeof cell === 'number' || typeof cell === 'bigint') return 'number';
  if (Array.isArray(cell)) return isVector(cell) ? 'vector' : 'list';
  if (typeof cell === 'object') return 'object';
  const text = String(cell).trim();
  if (/^(?:true|false)$/i.test(text)) return 'flag';
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return 'number';
  return looksLikeVector(text) ? 'vector' : 'text';
}

const isVector = (list: readonly unknown[]): boolean =>
  (list.length === 1 && Array.isArray(list[0]) && isVector(list[0])) ||
  (list.length >= shortestVector && list.every((item) => typeof item === 'number'));

/** `[0.1, 0.2, …]`, or as numpy prints it; only its beginning is looked at. */
const looksLikeVector = (text: string): boolean => {
  const start = text.slice(0, 400);
  return /^\[\[?\s*(?:[+-]?[\d.]+(?:e[+-]?\d+)?[,\s]+){7}/i.test(start) && text.endsWith(']');
};

const example = (cell: unknown): string => {
  const text = (Array.isArray(cell) ? JSON.stringify(cell.slice(0, 8)) : inWords(cell))
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > exampleLength ? `${text.slice(0, exampleLength - 1)}…` : text;
};
