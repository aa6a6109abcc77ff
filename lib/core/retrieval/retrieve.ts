import type { MemoryType, Scope } from '@/lib/core/vocabulary';
import { type MethodId, retrievalMethods } from './index';
import type { RetrievalQuery } from './method';
import type { PoolMatrix } from './pool';
import { isLeakage, rowsInScope, type TargetTask } from './scope';

/** One retrieval setting. */
export interface RetrievalSetting {
  method: MethodId;
  scope: Scope;
  /** Null for all types. */
  memoryTypes: readonly MemoryType[] | null;
  topN: number;
  seed: number;
}

export interface RankedHit {
  memoryIndex: number;
  score: number;
  /** The memory was made on this very task. */
  leakage: boolean;
}

export interface TargetQuery extends TargetTask {
  text: string;
  vector: Float32Array | null;
}

/**
 * Ranks the memories of a pool for one query.
 *
 * @returns at most topN hits, best first; in-domain never holds memories of the task itself
 * @throws AppError `needs-embeddings` when the method compares vectors that are not there
 * @throws RangeError when topN is not a positive integer
 */
export function retrieve(pool: PoolMatrix, setting: RetrievalSetting, query: TargetQuery): RankedHit[] {
  return retrieveAll(pool, setting, query.benchmark, [query]).hits[0]!;
}

/**
 * The same for several queries of one benchmark, which share the candidates.
 *
 * @param benchmark  the target benchmark of every query
 */
export function retrieveAll(
  pool: PoolMatrix,
  { method, scope, memoryTypes, topN, seed }: RetrievalSetting,
  benchmark: string | null,
  queries: readonly TargetQuery[],
): { hits: RankedHit[][]; candidateCounts: number[] } {
  if (!Number.isInteger(topN) || topN < 1)
    throw new RangeError(`topN must be a positive integer, got ${topN}`);
  const rows = rowsInScope(pool, scope, memoryTypes, benchmark);
  const withheld = queries.map((query) =>
    scope === 'in-domain' ? rows.reduce((count, row) => count + Number(isLeakage(pool, row, query)), 0) : 0,
  );
  // The task's own memories are taken out of a list that is long enough to lose them.
  const k = topN + withheld.reduce((most, count) => Math.max(most, count), 0);
  const asked: RetrievalQuery[] = queries.map(({ text, vector }) => ({ text, vector, seed }));
  const ranked = retrievalMethods[method].index(pool, rows)(asked, k);
  const hits = ranked.map((list, q) =>
    list
      .map((hit) => ({ ...hit, leakage: isLeakage(pool, hit.memoryIndex, queries[q]!) }))
      .filter((hit) => scope !== 'in-domain' || !hit.leakage)
      .slice(0, topN),
  );
  return { hits, candidateCounts: withheld.map((count) => rows.length - count) };
}
