import { AppError } from '@/lib/core/errors';
import type { SourceFile } from '../importer';
import { asList, asObject } from '../json-values';
import { PickleRefusal } from '../pickle/pickle-error';
import type { ItemSink } from '../pickle/pickle-stack';
import { readPickle } from '../pickle/read-pickle';
import { type NodeBudget, toPlain } from '../pickle/to-plain';
import type { PickleValue } from '../pickle/values';
import { isVectorKey, type PoolEntry, readEntry } from './read-entry';

export interface PoolEntries {
  entries: PoolEntry[];
  warnings: string[];
}

/** A pool of 60,000 vectors in Python floats; what it is read into is smaller than the file. */
const pickleLimit = 1024 * 1024 * 1024;
const nodesPerFile = 20_000_000;

/**
 * The entries of a pool in a pickle or in JSON.
 *
 * @throws AppError naming the file: cut, wants to run something, over a limit, no list of entries
 */
export async function readEntries(file: SourceFile): Promise<PoolEntries> {
  return file.kind === 'pickle'
    ? entriesOfPickle(await file.bytes(pickleLimit), file.path)
    : entriesOfJson(await file.json());
}

function entriesOfPickle(bytes: Buffer, where: string): PoolEntries {
  const entries: PoolEntry[] = [];
  const budget: NodeBudget = { left: nodesPerFile };
  const take = (entry: PickleValue) => void entries.push(pickledEntry(entry, budget));
  const { value, trailingBytes } = unpickled(bytes, take, where);
  const warnings =
    trailingBytes > 0 ? [`${trailingBytes} bytes follow the end of the pickle and were not read`] : [];
  const { list, key } = listIn(value);
  if (!list) {
    throw new AppError('unknown-format', `${where}: it holds no list of memories but ${nameOf(value)}.`, {
      where,
    });
  }
  if (key !== null) warnings.push(`its memories were found under the key “${key}”`);
  for (const entry of list) take(entry);
  if (budget.left < 0)
    throw new AppError('limit-exceeded', `${where}: spelled out, its shared data fill the memory.`, {
      where,
    });
  return { entries, warnings };
}

function unpickled(bytes: Buffer, sink: ItemSink, where: string) {
  try {
    return readPickle(bytes, sink);
  } catch (error) {
    if (error instanceof PickleRefusal) throw error.toAppError(where);
    throw error;
  }
}

/** The list itself, or the only list of dicts in a dict around it. */
function listIn(value: PickleValue): { list: readonly PickleValue[] | null; key: string | null } {
  if (Array.isArray(value)) return { list: value, key: null };
  if (!(value instanceof Map)) return { list: null, key: null };
  const lists = [...value].filter(
    ([, held]) => Array.isArray(held) && held.length > 0 && held[0] instanceof Map,
  );
  if (lists.length !== 1) return { list: null, key: null };
  const [key, list] = lists[0]!;
  return { list: list as readonly PickleValue[], key: String(key) };
}

function pickledEntry(entry: PickleValue, budget: NodeBudget): PoolEntry {
  if (!(entry instanceof Map)) return readEntry(null, () => null);
  const rest = new Map<PickleValue, PickleValue>();
  for (const [key, held] of entry) if (!isVectorKey(key)) rest.set(key, held);
  return readEntry(asObject(toPlain(rest, budget)), (key) => entry.get(key));
}

/** The entries of a list that was read as JSON. */
export function entriesOfJson(value: unknown): PoolEntries {
  const entries = (asList(value) ?? []).map((entry): PoolEntry => {
    const object = asObject(entry);
    if (!object) return readEntry(null, () => null);
    const fields = Object.fromEntries(Object.entries(object).filter(([key]) => !isVectorKey(key)));
    return readEntry(fields, (key) => object[key]);
  });
  return { entries, warnings: [] };
}

const nameOf = (value: PickleValue): string => {
  if (value instanceof Map)
    return `a dict with ${[...value.keys()].slice(0, 4).map(String).join(', ') || 'no keys'}`;
  if (value === null) return 'None';
  return typeof value === 'object' ? `a ${value.constructor.name}` : `a ${typeof value}`;
};
