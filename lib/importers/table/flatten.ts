import { asObject, type JsonObject } from '../json-values';
import type { TableRow } from './cells';

const depthLimit = 4;
/** A map from ids to things is no row of columns. */
const columnLimit = 1000;

/** The cells of an object: what lies in objects inside it gets columns named `outer.inner`. */
export function cellsOf(fields: JsonObject): TableRow {
  const row = new Map<string, unknown>();
  addCells(row, fields, '', 1);
  return row;
}

function addCells(row: Map<string, unknown>, fields: JsonObject, prefix: string, depth: number): void {
  for (const [key, value] of Object.entries(fields)) {
    if (row.size >= columnLimit) return;
    const inner = depth < depthLimit ? asObject(value) : null;
    if (inner && Object.keys(inner).length > 0) addCells(row, inner, `${prefix}${key}.`, depth + 1);
    else row.set(`${prefix}${key}`, value);
  }
}
