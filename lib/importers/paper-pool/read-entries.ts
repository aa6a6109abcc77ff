import { AppError } from '@/lib/core/errors';
import type { SourceFile } from '../importer';
import { asList, asObject, type JsonObject } from '../json-values';
import { PickleRefusal } from '../pickle/pickle-error';
import { readPickle } from '../pickle/read-pickle';
import { type NodeBudget, toPlain } from '../pickle/to-plain';
import type { PickleValue } from '../pickle/values';

/** Best first: what the entry is found by, before the vector of its task. */
export const vectorKeys = ['key_embedding', 'embedding', 'generalized_query_embedding'] as const;
export type VectorKey = (typeof vectorKeys)[number];

export interface PoolEntry {
  /** Everything but the vectors; null when the entry is no dict. */
  fields: JsonObject | null;
  vectors: { key: VectorKey; value: unknown }[];
}

export interface PoolEntries {
  entries: PoolEntry[];
  warnings: string[];
}

const nodesPerFile = 20_000_000;
const isVectorKey = (key: unknown): key is VectorKey => vectorKeys.some((known) => known === key);

/**
 * The entries of a pool in a pickle or in JSON.
 *
 * @throws AppError naming the file: cut, wants to run something, over a limit, no list of entries
 */
export async function readEntries(file: SourceFile): Promise<PoolEntries> {
  return file.kind === 'pickle'
    ? entriesOfPickle(await file.bytes(), file.path)
    : entriesOfJson(await file.json());
}

function entriesOfPickle(bytes: Buffer, where: string): PoolEntries {
  const { value, trailingBytes } = unpickled(bytes, where);
  const warnings =
    trailingBytes > 0 ? [`${trailingBytes} bytes follow the end of the pickle and were not read`] : [];
  const { list, key } = listIn(value);
  if (!list) {
    throw new AppError('unknown-format', `${where}: it holds no list of memories but ${nameOf(value)}.`, {
      where,
    });
  }
  if (key !== null) warnings.push(`its memories were found under the key “${key}”`);
  const budget: NodeBudget = { left: nodesPerFile };
  const entries = list.map((entry) => pickledEntry(entry, budget));
  if (budget.left < 0)
    throw new AppError('limit-exceeded', `${where}: spelled out, its shared data fill the memory.`, {
      where,
    });
  return { entries, warnings };
}

function unpickled(bytes: Buffer, where: string) {
  try {
    return readPickle(bytes);
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
  if (!(entry instanceof Map)) return { fields: null, vectors: [] };
  const rest: Map<PickleValue, PickleValue> = new Map([...entry].filter(([key]) => !isVectorKey(key)));
  const vectors = vectorKeys.flatMap((key) => (entry.has(key) ? [{ key, value: entry.get(key) }] : []));
  return { fields: asObject(toPlain(rest, budget)), vectors };
}

function entriesOfJson(value: unknown): PoolEntries {
  const entries = (asList(value) ?? []).map((entry): PoolEntry => {
    const object = asObject(entry);
    if (!object) return { fields: null, vectors: [] };
    const fields = Object.fromEntries(Object.entries(object).filter(([key]) => !isVectorKey(key)));
    return {
      fields,
      vectors: vectorKeys.flatMap((key) => (key in object ? [{ key, value: object[key] }] : [])),
    };
  });
  return { entries, warnings: [] };
}

const nameOf = (value: PickleValue): string => {
  if (value instanceof Map)
    return `a dict with ${[...value.keys()].slice(0, 4).map(String).join(', ') || 'no keys'}`;
  if (value === null) return 'None';
  return typeof value === 'object' ? `a ${value.constructor.name}` : `a ${typeof value}`;
};
