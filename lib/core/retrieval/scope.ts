import type { Scope } from '@/lib/core/vocabulary';
import { lotOf } from './draw-from-pool';
import type { PoolMatrix } from './pool';

/** The task that memories are retrieved for. */
export interface TargetTask {
  /** Null when the query belongs to no benchmark. */
  benchmark: string | null;
  /** Its external id; null for a query that is no task. */
  task: string | null;
}

export interface ScopeOptions {
  scope: Scope;
  /** How many source benchmarks are drawn from; null for all. */
  sourceBenchmarks: number | null;
  seed: number;
}

/**
 * Rows that a retrieval may draw from, seen from a target benchmark.
 *
 * `cross-domain` leaves the benchmark out and keeps memories of unknown origin; `in-domain` keeps only it. Without a
 * benchmark, `cross-domain` leaves nothing out and `in-domain` keeps nothing. A number of source benchmarks is drawn by
 * lots that depend on the seed and their names alone, so that fewer are part of more; memories of unknown origin are
 * then left out, since nobody can say of which benchmark they are.
 *
 * @param rows  positions in the pool
 * @returns those in scope, in the same order
 * @complexity O(rows)
 */
export function rowsInScope(
  pool: PoolMatrix,
  rows: Uint32Array,
  benchmark: string | null,
  { scope, sourceBenchmarks, seed }: ScopeOptions,
): Uint32Array {
  const inScope = rows.filter((row) => {
    const own = benchmark !== null && pool.benchmarks[row] === benchmark;
    return scope === 'cross-domain' ? !own : scope === 'in-domain' ? own : true;
  });
  if (sourceBenchmarks === null) return inScope;
  const names = new Set(Array.from(inScope, (row) => pool.benchmarks[row]!).filter((name) => name !== null));
  const drawn = [...names]
    .map((name) => ({ name, lot: lotOf(name, seed) }))
    .sort((a, b) => a.lot - b.lot || (a.name < b.name ? -1 : 1))
    .slice(0, sourceBenchmarks)
    .map(({ name }) => name);
  return inScope.filter((row) => drawn.includes(pool.benchmarks[row]!));
}

/** Whether a memory was made on the very task it is retrieved for: the answer may be in it. */
export function isSameTask(pool: PoolMatrix, row: number, target: TargetTask): boolean {
  return (
    target.benchmark !== null &&
    target.task !== null &&
    pool.tasks[row] === target.task &&
    pool.benchmarks[row] === target.benchmark
  );
}
