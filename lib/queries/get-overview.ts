import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  benchmark,
  condition,
  importFile,
  importRun,
  memory,
  pool,
  retrieval,
  retrievalHit,
  task,
  trial,
} from '@/db/schema';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import { type ConditionRow, listConditions } from './conditions';
import { type JobRow, listJobs } from './jobs';
import { getStudy, type StudyRow } from './studies';

export interface CoverageCell {
  conditionId: string;
  conditionLabel: string;
  benchmark: string;
  tasks: number;
  trials: number;
  withReward: number;
}

export interface PoolRow {
  id: string;
  name: string;
  memoryCount: number;
  byType: Partial<Record<MemoryType, number>>;
}

export interface Overview {
  study: StudyRow;
  coverage: CoverageCell[];
  conditions: ConditionRow[];
  benchmarks: { name: string; taskCount: number }[];
  pools: PoolRow[];
  memoriesByType: Record<MemoryType, number>;
  warnings: { message: string; href?: string }[];
  recentJobs: JobRow[];
}

/** Pools of a study with their memories by type. */
export async function listPools(db: Db, studyId: string): Promise<PoolRow[]> {
  const rows = await db
    .select({ id: pool.id, name: pool.name, type: memory.type, n: sql<number>`count(${memory.id})::int` })
    .from(pool)
    .leftJoin(memory, eq(memory.poolId, pool.id))
    .where(eq(pool.studyId, studyId))
    .groupBy(pool.id, memory.type)
    .orderBy(asc(pool.name));
  const pools = new Map<string, PoolRow>();
  for (const r of rows) {
    const row = pools.get(r.id) ?? { id: r.id, name: r.name, memoryCount: 0, byType: {} };
    if (r.type) {
      row.byType[r.type] = r.n;
      row.memoryCount += r.n;
    }
    pools.set(r.id, row);
  }
  return [...pools.values()];
}

/** Trials per condition and benchmark. */
export function listCoverage(db: Db, studyId: string): Promise<CoverageCell[]> {
  return db
    .select({
      conditionId: condition.id,
      conditionLabel: condition.label,
      benchmark: benchmark.name,
      tasks: sql<number>`count(distinct ${trial.taskId})::int`,
      trials: sql<number>`count(*)::int`,
      withReward: sql<number>`count(${trial.reward})::int`,
    })
    .from(trial)
    .innerJoin(condition, eq(condition.id, trial.conditionId))
    .innerJoin(task, eq(task.id, trial.taskId))
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(eq(trial.studyId, studyId))
    .groupBy(condition.id, benchmark.name)
    .orderBy(asc(condition.position), asc(condition.label), asc(benchmark.name));
}

/** What a reader should know before believing the numbers. */
async function listWarnings(db: Db, s: StudyRow, conditions: ConditionRow[], coverage: CoverageCell[]) {
  const base = `/studies/${s.id}`;
  const warnings: Overview['warnings'] = [];
  const withoutReward = coverage.reduce((n, c) => n + c.trials - c.withReward, 0);
  if (withoutReward > 0) {
    warnings.push({
      message: `${withoutReward.toLocaleString('en')} trials have no reward. Those that the agent broke off count as failures, others are left out; the page of gains offers other rules.`,
      href: `${base}/gains`,
    });
  }
  if (conditions.length > 1 && !s.baselineConditionId) {
    warnings.push({
      message: 'No baseline has been chosen; a likely one is used and named on the page.',
      href: `${base}/gains`,
    });
  }
  const proposed = conditions.filter((c) => c.basis !== null).length;
  if (proposed > 0 && !s.synthetic) {
    warnings.push({
      message: `${proposed} of ${conditions.length} conditions carry a proposed name. Check them before comparing.`,
      href: `${base}/import`,
    });
  }
  const refused = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(importFile)
    .innerJoin(importRun, eq(importRun.id, importFile.importId))
    .where(and(eq(importRun.studyId, s.id), eq(importFile.outcome, 'refused')));
  if (refused[0]!.n > 0) {
    warnings.push({
      message: `${refused[0]!.n} imported files were refused; the import report says why.`,
      href: `${base}/import`,
    });
  }
  const unmatched = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(retrievalHit)
    .innerJoin(retrieval, eq(retrieval.id, retrievalHit.retrievalId))
    .where(and(eq(retrieval.studyId, s.id), isNull(retrievalHit.memoryId)));
  if (unmatched[0]!.n > 0) {
    warnings.push({
      message: `${unmatched[0]!.n} retrieved memories in the logs match no memory of the imported pools.`,
    });
  }
  return warnings;
}

/** Everything the overview of a study shows; null when there is no such study. */
export async function getOverview(db: Db, studyId: string): Promise<Overview | null> {
  const s = await getStudy(db, studyId);
  if (!s) return null;
  const [coverage, conditions, pools, jobs, benchmarks] = await Promise.all([
    listCoverage(db, studyId),
    listConditions(db, studyId),
    listPools(db, studyId),
    listJobs(db, { studyId }),
    db
      .select({ name: benchmark.name, taskCount: sql<number>`count(${task.id})::int` })
      .from(benchmark)
      .leftJoin(task, eq(task.benchmarkId, benchmark.id))
      .where(eq(benchmark.studyId, studyId))
      .groupBy(benchmark.id)
      .orderBy(asc(benchmark.name)),
  ]);
  const memoriesByType = Object.fromEntries(
    memoryTypes.map((t) => [t, pools.reduce((n, p) => n + (p.byType[t] ?? 0), 0)]),
  ) as Record<MemoryType, number>;
  return {
    study: s,
    coverage,
    conditions,
    benchmarks,
    pools,
    memoriesByType,
    warnings: await listWarnings(db, s, conditions, coverage),
    recentJobs: jobs.slice(0, 5),
  };
}
