import type { Db } from '@/db/client';
import { embedQueries } from '@/lib/mutations/embed';
import { textDigest } from './text-digest';

const slot = Symbol.for('carryover.query-vectors');
const holder = globalThis as { [slot]?: WeakMap<Db, Map<string, Promise<Float32Array>>> };
/** Two to six megabytes. */
const heldVectors = 1_000;

/** The vector of one query text. Those that were asked for lately are at hand, and a text is embedded once. */
export function queryVector(db: Db, model: string, text: string): Promise<Float32Array> {
  holder[slot] ??= new WeakMap();
  const held = holder[slot].get(db) ?? new Map<string, Promise<Float32Array>>();
  holder[slot].set(db, held);
  const key = `${model}\n${textDigest(text)}`;
  const vector = held.get(key) ?? embedQueries(db, model, [text]).then(([found]) => found!);
  // The one that was asked for last goes last.
  held.delete(key);
  held.set(key, vector);
  vector.catch(() => held.delete(key));
  if (held.size > heldVectors) held.delete(held.keys().next().value!);
  return vector;
}
