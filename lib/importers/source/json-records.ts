import { isAppError } from '@/lib/core/errors';
import type { SourceFile } from '../importer';
import { parseLenient } from './lenient-json';

/** One value of a file of many, or why it is none. */
export type JsonRecord =
  | { where: string; value: unknown; problem?: undefined; concessions: readonly string[] }
  | { where: string; problem: string };

/**
 * The values of a JSON Lines file, streamed; a `.jsonl` that is really one JSON array gives its items.
 * A bad line is a problem of that line only.
 */
export async function* jsonRecords(file: SourceFile): AsyncGenerator<JsonRecord> {
  if (file.kind === 'json') {
    const value = await file.json();
    const items = Array.isArray(value) ? (value as unknown[]) : [value];
    for (const [i, item] of items.entries()) yield { where: `item ${i + 1}`, value: item, concessions: [] };
    return;
  }
  for await (const { number, text, problem } of file.lines()) {
    const where = `line ${number}`;
    if (problem) yield { where, problem };
    else if (text.trim() !== '') yield parseLine(text, where);
  }
}

function parseLine(text: string, where: string): JsonRecord {
  try {
    return { where, ...parseLenient(text, where) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { where, problem: error.message };
  }
}

/** The first values in the head of a file of JSON Lines, for recognisers: nothing more is read. */
export function headRecords(file: SourceFile, count = 5): unknown[] {
  if (file.kind !== 'jsonl') return [];
  const lines = file.headText.split('\n');
  if (file.size > Buffer.byteLength(file.headText)) lines.pop();
  const values: unknown[] = [];
  for (const line of lines) {
    if (values.length >= count) break;
    const record = line.trim() === '' ? null : parseLine(line, '');
    if (record && record.problem === undefined) values.push(record.value);
  }
  return values;
}
