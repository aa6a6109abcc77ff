import { keepQuantised, type QuantisedRows } from '@/lib/core/linear/quantised-rows';
import { settingKey } from '@/lib/core/retrieval/grid';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { type Retrieved, Retriever, type TargetQuery } from '@/lib/core/retrieval/retrieve';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';

export interface PoolQuestion {
  /** Another for every pool that was ever loaded. */
  name: string;
  setting: RetrievalSetting;
  /** Of one target benchmark, at least one. */
  queries: TargetQuery[];
  /** Needed once per thread, which keeps it. */
  handed?: { pool: PoolMatrix; quantised: QuantisedRows };
}

interface KeptPool {
  pool: PoolMatrix;
  retrievers: Map<string, Retriever>;
}

/** Texts are copied into each thread, so few are kept. */
const keptPools = 2;
const keptSettings = 8;
const kept = new Map<string, KeptPool>();

/** Ranks the memories of a pool that this thread has been handed; null when it has not. */
export function searchPool({ name, setting, queries, handed }: PoolQuestion): Retrieved[] | null {
  const known = kept.get(name) ?? (handed ? { pool: handed.pool, retrievers: new Map() } : null);
  if (!known) return null;
  if (handed && handed.pool === known.pool && handed.pool.vectors)
    keepQuantised(handed.pool.vectors, handed.quantised);
  keepLast(kept, name, known, keptPools);
  const key = settingKey(setting);
  const retriever = known.retrievers.get(key) ?? new Retriever(known.pool, setting);
  keepLast(known.retrievers, key, retriever, keptSettings);
  return retriever.search(queries[0]!.benchmark, queries);
}

function keepLast<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
