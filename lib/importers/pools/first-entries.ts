import type { SourceFile } from '../importer';
import { asList, asObject, type JsonObject } from '../json-values';
import { headRecords, jsonRecords } from '../source/json-records';

const looked = new WeakMap<SourceFile, Promise<readonly unknown[]>>();

/**
 * The first entries of a JSON list or of JSON Lines, for recognisers; a JSON object is a list of one. A line longer than
 * the head of its file is read once, whoever asks.
 */
export function firstEntries(file: SourceFile): Promise<readonly unknown[]> {
  const known = looked.get(file) ?? look(file);
  looked.set(file, known);
  return known;
}

async function look(file: SourceFile): Promise<readonly unknown[]> {
  if (file.kind === 'json') {
    const value = await file.json();
    return asList(value)?.slice(0, 5) ?? [value];
  }
  const head = headRecords(file);
  if (head.length > 0 || file.kind !== 'jsonl') return head;
  for await (const record of jsonRecords(file)) return record.problem === undefined ? [record.value] : [];
  return [];
}

/**
 * Whether the file is a list, or lines, of objects of one shape. Most of the first ones must have it: a few broken
 * entries do not make another format of a file.
 */
export async function isListOf(file: SourceFile, isEntry: (fields: JsonObject) => boolean): Promise<boolean> {
  const entries = await firstEntries(file);
  const alike = entries.map(asObject).filter((fields) => fields !== null && isEntry(fields));
  return alike.length * 2 > entries.length;
}
