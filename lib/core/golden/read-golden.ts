import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A file of reference numbers, for tests. The caller states the shape it relies on. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `${name}.json`), 'utf8')) as T;
}
