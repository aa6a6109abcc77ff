import type { SourceFile } from '../importer';
import type { TableRow } from './cells';
import { delimitedRows, delimiterOf } from './delimited-rows';
import { isFlatList, jsonRows } from './json-rows';
import { parquetRowCount, parquetRows } from './parquet-rows';

/** A row and where it stands, or why there is none. */
export type TableLine =
  | { where: string; row: TableRow; problem?: undefined; warnings?: readonly string[] }
  | { where: string; row: null; problem: string };

/** Whether a file holds rows with named columns, in one of the forms that tables come in. */
export async function isTable(file: SourceFile): Promise<boolean> {
  if (file.kind === 'parquet') return true;
  if (file.kind === 'text') return delimiterOf(file) !== null;
  return isFlatList(file);
}

/**
 * The rows of a table, streamed. A bad row is a problem of that row only.
 *
 * @param limit  how many are wanted: more may come, but a format that reads many at once then reads no more than it must
 * @throws AppError when the file cannot be read as a table at all
 */
export function tableRows(file: SourceFile, limit = Infinity): AsyncGenerator<TableLine> {
  if (file.kind === 'parquet') return parquetRows(file, limit);
  return file.kind === 'text' ? delimitedRows(file) : jsonRows(file);
}

/** How many rows there are, where that can be told without reading them all. */
export async function rowCount(file: SourceFile): Promise<number | null> {
  if (file.kind === 'parquet') return parquetRowCount(file);
  if (file.kind !== 'json') return null;
  const value = await file.json();
  return Array.isArray(value) ? value.length : null;
}
