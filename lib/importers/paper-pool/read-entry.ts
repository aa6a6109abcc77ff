import type { JsonObject } from '../json-values';
import { NumpyArray } from '../pickle/values';
import { type MappedMemory, type PoolKind, poolKind, toMemory } from './to-memory';
import { toVector, type VectorResult } from './vector';

/** Best first: what the entry is found by, before the vector of its task. */
const vectorKeys = ['key_embedding', 'embedding', 'generalized_query_embedding'] as const;
type VectorKey = (typeof vectorKeys)[number];

export const isVectorKey = (key: unknown): key is VectorKey => vectorKeys.some((known) => known === key);

/** A vector, or an array that is still as it lies in its file. */
export interface HeldVector {
  key: VectorKey;
  value: Float32Array | NumpyArray | { problem: string };
}

export type PoolEntry =
  | { memory: MappedMemory; kind: PoolKind | null; vectors: readonly HeldVector[]; problem?: undefined }
  | { memory: null; vectors: readonly []; problem: string };

/**
 * One entry of a pool, in the smallest form that keeps all of it: entries wait until the whole file proved sound.
 *
 * @param fields   everything but the vectors; null when the entry is no dict
 * @param vectorAt what the entry holds under a key
 */
export function readEntry(fields: JsonObject | null, vectorAt: (key: VectorKey) => unknown): PoolEntry {
  if (!fields) return { memory: null, vectors: [], problem: 'it is no dict' };
  const memory = toMemory(fields);
  if (!memory) return { memory: null, vectors: [], problem: unknownEntry(fields) };
  const vectors = vectorKeys.flatMap((key) => {
    const value = vectorAt(key);
    return value === null || value === undefined ? [] : [{ key, value: hold(value) }];
  });
  return { memory, kind: poolKind(fields), vectors };
}

function unknownEntry(fields: JsonObject): string {
  const keys = Object.keys(fields).slice(0, 8).join(', ');
  return poolKind(fields) === null
    ? `no known kind of memory (keys: ${keys || 'none'})`
    : 'it has neither title nor content';
}

/** Lists of numbers take more room than the vector in them, arrays less: they are views of the file. */
function hold(value: unknown): HeldVector['value'] {
  if (value instanceof NumpyArray) return value;
  const { vector, problem } = toVector(value);
  return vector ?? { problem };
}

export const release = ({ value }: HeldVector): VectorResult =>
  'problem' in value ? { vector: null, problem: value.problem } : toVector(value);

/** How many dimensions it will have; null when it holds no vector. A matrix proves to be none when it is released. */
export const lengthOf = ({ value }: HeldVector): number | null => ('problem' in value ? null : value.length);
