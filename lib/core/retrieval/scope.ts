import type { MemoryType, Scope } from '@/lib/core/vocabulary';
import type { PoolMatrix } from './pool';

/** The task that memories are retrieved for. */
export interface TargetTask {
  /** Null when the query belongs to no benchmark. */
  benchmark: string | null;
  /** Its external id; null for a query that is no task. */
  task: string | null;
}

/**
 * Rows that a retrieval may draw from, seen from a target benchmark.
 *
 * `cross-domain` leaves the benchmark out and keeps memories of unknown origin; `in-domain` keeps only it. Without a
 * benchmark, `cross-domain` leaves nothing out and `in-domain` keeps nothing.
 *
 * @returns positions in the pool, ascending
 * @complexity O(rows)
 */
export function rowsInScope(
  pool: PoolMatrix,
  scope: Scope,
  memoryTypes: readonly MemoryType[] | null,
  benchmark: string | null,
): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < pool.ids.length; row++) {
    if (memoryTypes && !memoryTypes.includes(pool.types[row]!)) continue;
    const own = benchmark !== null && pool.benchmarks[row] === benchmark;
    if (scope === 'cross-domain' ? !own : scope === 'in-domain' ? own : true) rows.push(row);
  }
  return Uint32Array.from(rows);
}

/** Whether a memory was made on the very task it is retrieved for: the answer may be in it. */
export function isLeakage(pool: PoolMatrix, row: number, target: TargetTask): boolean {
  return (
    target.benchmark !== null &&
    target.task !== null &&
    pool.tasks[row] === target.task &&
    pool.benchmarks[row] === target.benchmark
  );
}
