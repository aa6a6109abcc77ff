import type { SourceFile } from '../importer';
import { asObject, type JsonObject } from '../json-values';
import { firstEntries } from '../pools/first-entries';
import { jsonRecords } from '../source/json-records';
import type { TableRow } from './cells';
import { cellsOf } from './flatten';
import type { TableLine } from './table-rows';

const isCell = (value: unknown): boolean =>
  Array.isArray(value) ? value.every((item) => typeof item !== 'object' || item === null) : !asObject(value);

/**
 * Whether JSON is a list of flat objects, or lines of them: most of what they hold are single values, and at least two
 * of their keys are in all of them.
 */
export async function isFlatList(file: SourceFile): Promise<boolean> {
  if (file.kind !== 'jsonl' && !(file.kind === 'json' && Array.isArray(await file.json()))) return false;
  const entries = await firstEntries(file);
  const objects = entries.map(asObject).filter((fields) => fields !== null);
  if (objects.length === 0 || objects.length * 2 <= entries.length) return false;
  return sharedColumns(objects).length >= 2 && objects.every(isFlat);
}

function sharedColumns([first, ...rest]: readonly JsonObject[]): string[] {
  const names = Object.keys(first ?? {});
  return names.filter((name) => isCell(first![name]) && rest.every((fields) => Object.hasOwn(fields, name)));
}

const isFlat = (fields: JsonObject): boolean => {
  const values = Object.values(fields);
  return values.filter(isCell).length * 2 >= values.length;
};

export async function* jsonRows(file: SourceFile): AsyncGenerator<TableLine> {
  for await (const record of jsonRecords(file)) {
    const { where } = record;
    if (record.problem !== undefined) {
      yield { where, row: null, problem: record.problem };
      continue;
    }
    const fields = asObject(record.value);
    const row: TableRow | null = fields && cellsOf(fields);
    if (row) yield { where, row, warnings: record.concessions };
    else yield { where, row: null, problem: 'it is no object' };
  }
}
