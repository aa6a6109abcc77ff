import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { ArmTaskResult } from './ablation';
import type { PoolMatrix } from './pool';

/** One arm over all tasks. */
export interface ArmSummary {
  /** Mean score of the best hit, over tasks with a hit. */
  meanTopScore: Estimate;
  hitCount: number;
  /** Where the hits come from, largest share first; null is unknown. */
  sourceBenchmarks: { benchmark: string | null; share: number }[];
  /** Share of hits from failed trials, over hits whose outcome is known. */
  failureShare: Estimate;
  /** Tasks with fewer hits than asked for. */
  shortTasks: number;
  tasksWithLeakage: number;
  meanDurationMs: Estimate;
}

export function summarise(results: readonly ArmTaskResult[], topN: number, pool: PoolMatrix): ArmSummary {
  const hits = results.flatMap((result) => result.hits);
  const known = hits.filter((hit) => pool.success[hit.memoryIndex] !== null);
  const failures = known.filter((hit) => pool.success[hit.memoryIndex] === false).length;
  const sources = new Map<string | null, number>();
  for (const { memoryIndex } of hits) {
    const benchmark = pool.benchmarks[memoryIndex]!;
    sources.set(benchmark, (sources.get(benchmark) ?? 0) + 1);
  }
  const topScores = results.flatMap((result) => result.hits[0]?.score ?? []);
  const durations = results.filter((result) => result.reason === null).map((result) => result.durationMs);
  return {
    meanTopScore: share(sum(topScores), topScores.length, 'nothing was retrieved'),
    hitCount: hits.length,
    sourceBenchmarks: [...sources]
      .map(([benchmark, count]) => ({ benchmark, share: count / hits.length }))
      .sort((a, b) => b.share - a.share || ((a.benchmark ?? '') < (b.benchmark ?? '') ? -1 : 1)),
    failureShare: share(failures, known.length, 'no hit whose source trial was judged'),
    shortTasks: results.filter((result) => result.hits.length < topN).length,
    tasksWithLeakage: results.filter((result) => result.hits.some((hit) => hit.leakage)).length,
    meanDurationMs: share(sum(durations), durations.length, 'the arm could not search'),
  };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const share = (part: number, whole: number, reason: string): Estimate =>
  whole > 0 ? { value: part / whole } : notEstimable(reason);
