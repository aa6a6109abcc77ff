import { and, asc, count, eq, ilike, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  benchmark,
  condition,
  embedding,
  memory,
  pool,
  retrieval,
  retrievalHit,
  task,
  trial,
} from '@/db/schema';
import type { MetaKnowledgeKind } from '@/lib/core/memories/meta-knowledge';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import type { MemoryType } from '@/lib/core/vocabulary';
import { likePattern } from './like-pattern';

export interface MemoryFilter {
  search?: string | undefined;
  type?: MemoryType | undefined;
  benchmark?: string | undefined;
  poolId?: string | undefined;
  success?: boolean | undefined;
  kind?: MetaKnowledgeKind | undefined;
  /** Insights that still name something of their source task. */
  naming?: boolean | undefined;
  page?: number | undefined;
}

export interface MemoryListRow {
  id: string;
  title: string;
  description: string;
  type: MemoryType;
  sourceBenchmark: string | null;
  sourceTask: string | null;
  success: boolean | null;
  poolName: string;
  /** How many pieces of its source task it still names; null when nobody has looked. */
  namedCount: number | null;
  /** Logged trials whose prompt held it. */
  useCount: number;
}

export const memoriesPerPage = 50;

function where(studyId: string, f: MemoryFilter): SQL | undefined {
  return and(
    eq(memory.studyId, studyId),
    f.type ? eq(memory.type, f.type) : undefined,
    f.benchmark ? eq(memory.sourceBenchmark, f.benchmark) : undefined,
    f.poolId ? eq(memory.poolId, f.poolId) : undefined,
    f.success === undefined ? undefined : eq(memory.success, f.success),
    f.kind ? eq(memory.metaKnowledge, f.kind) : undefined,
    f.naming ? sql`jsonb_array_length(${memory.namedConcretes}) > 0` : undefined,
    f.search
      ? or(
          ilike(memory.title, likePattern(f.search)),
          ilike(memory.description, likePattern(f.search)),
          ilike(memory.content, likePattern(f.search)),
        )
      : undefined,
  );
}

export interface MemoryList {
  rows: MemoryListRow[];
  total: number;
  page: number;
  facets: {
    types: { value: MemoryType; count: number }[];
    benchmarks: { value: string; count: number }[];
    pools: { id: string; value: string; count: number }[];
  };
}

/** One page of memories with the facets of the whole study. */
export async function listMemories(db: Db, studyId: string, filter: MemoryFilter): Promise<MemoryList> {
  const page = Math.max(1, filter.page ?? 1);
  const condition_ = where(studyId, filter);
  const uses = sql<number>`(select count(*)::int from ${retrievalHit} where ${retrievalHit.memoryId} = "memory"."id")`;
  const n = sql<number>`count(*)::int`;
  const inStudy = eq(memory.studyId, studyId);
  const [rows, total, types, benchmarks, pools] = await Promise.all([
    db
      .select({
        id: memory.id,
        title: memory.title,
        description: memory.description,
        type: memory.type,
        sourceBenchmark: memory.sourceBenchmark,
        sourceTask: memory.sourceTask,
        success: memory.success,
        poolName: pool.name,
        namedCount: sql<number | null>`jsonb_array_length(${memory.namedConcretes})`,
        useCount: uses,
      })
      .from(memory)
      .innerJoin(pool, eq(pool.id, memory.poolId))
      .where(condition_)
      .orderBy(asc(memory.type), asc(memory.title), asc(memory.id))
      .limit(memoriesPerPage)
      .offset((page - 1) * memoriesPerPage),
    db.select({ n: count() }).from(memory).where(condition_),
    db.select({ value: memory.type, count: n }).from(memory).where(inStudy).groupBy(memory.type),
    db
      .select({ value: sql<string>`${memory.sourceBenchmark}`, count: n })
      .from(memory)
      .where(and(inStudy, sql`${memory.sourceBenchmark} is not null`))
      .groupBy(memory.sourceBenchmark)
      .orderBy(asc(memory.sourceBenchmark)),
    db
      .select({ id: pool.id, value: pool.name, count: n })
      .from(memory)
      .innerJoin(pool, eq(pool.id, memory.poolId))
      .where(inStudy)
      .groupBy(pool.id)
      .orderBy(asc(pool.name)),
  ]);
  return { rows, total: total[0]!.n, page, facets: { types, benchmarks, pools } };
}

export interface MemoryUse {
  rank: number;
  score: number | null;
  trialId: string | null;
  attempt: number | null;
  reward: number | null;
  conditionId: string | null;
  conditionLabel: string | null;
  taskId: string;
  taskExternalId: string;
  benchmark: string;
}

export interface MemoryDetail {
  memory: typeof memory.$inferSelect;
  poolName: string;
  vectors: { model: string; keyText: KeyText; dimensions: number; cut: boolean }[];
  uses: MemoryUse[];
}

/** A memory's page lists no more uses than this. */
export const listedUses = 200;

/** One memory with where it came from and where it was used; null when there is none. */
export async function getMemory(db: Db, id: string): Promise<MemoryDetail | null> {
  const found = await db
    .select({ memory, poolName: pool.name })
    .from(memory)
    .innerJoin(pool, eq(pool.id, memory.poolId))
    .where(eq(memory.id, id));
  if (!found[0]) return null;
  const [vectors, uses] = await Promise.all([
    db
      .select({
        model: embedding.model,
        keyText: embedding.keyText,
        dimensions: embedding.dimensions,
        cut: embedding.cut,
      })
      .from(embedding)
      .where(eq(embedding.memoryId, id))
      .orderBy(asc(embedding.model), asc(embedding.keyText)),
    db
      .select({
        rank: retrievalHit.rank,
        score: retrievalHit.score,
        trialId: retrieval.trialId,
        attempt: trial.attempt,
        reward: trial.reward,
        conditionId: trial.conditionId,
        conditionLabel: condition.label,
        taskId: task.id,
        taskExternalId: task.externalId,
        benchmark: benchmark.name,
      })
      .from(retrievalHit)
      .innerJoin(retrieval, eq(retrieval.id, retrievalHit.retrievalId))
      .innerJoin(task, eq(task.id, retrieval.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .leftJoin(trial, eq(trial.id, retrieval.trialId))
      .leftJoin(condition, eq(condition.id, trial.conditionId))
      .where(eq(retrievalHit.memoryId, id))
      .orderBy(asc(benchmark.name), asc(task.externalId), asc(trial.attempt))
      .limit(listedUses),
  ]);
  return { ...found[0], vectors, uses };
}

/** Names of a study's pools, in order. */
export async function listPoolNames(db: Db, studyId: string): Promise<string[]> {
  const rows = await db
    .select({ name: pool.name })
    .from(pool)
    .where(eq(pool.studyId, studyId))
    .orderBy(asc(pool.name));
  return rows.map(({ name }) => name);
}
