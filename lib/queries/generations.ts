import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Db } from '@/db/client';
import {
  benchmark,
  condition,
  type GenerationFailure,
  type GenerationItemState,
  generation,
  generationItem,
  importRun,
  pool,
  task,
  trial,
} from '@/db/schema';
import {
  type GenerationItemKind,
  type GenerationSpec,
  generationItemKinds,
} from '@/lib/core/memories/generation-spec';
import { getJobs, type JobRow } from './jobs';

export interface GenerationTotals {
  total: number;
  waiting: number;
  done: number;
  failed: number;
  skipped: number;
  memories: number;
  fromCache: number;
  requests: number;
  /** Null when the service did not count for some answer. */
  inputTokens: number | null;
  outputTokens: number | null;
  /** Null when the price of some answer is not known. */
  costUsd: number | null;
}

const item = generationItem;
const countOf = (state: GenerationItemState) =>
  sql<number>`(count(*) filter (where ${item.state} = ${state}))::int`;
/** Unknown as soon as one part is: the sum of the others would pass for the whole. */
const sumOrUnknown = (column: AnyPgColumn) =>
  sql<number | null>`case when count(*) = count(${column}) then coalesce(sum(${column}), 0)::float8 end`;

const totals = {
  total: sql<number>`count(*)::int`,
  waiting: countOf('waiting'),
  done: countOf('done'),
  failed: countOf('failed'),
  skipped: countOf('skipped'),
  memories: sql<number>`coalesce(sum(${item.memoryCount}), 0)::int`,
  fromCache: sql<number>`(count(*) filter (where ${item.fromCache}))::int`,
  requests: sql<number>`coalesce(sum(${item.requests}), 0)::int`,
  inputTokens: sumOrUnknown(item.inputTokens),
  outputTokens: sumOrUnknown(item.outputTokens),
  costUsd: sumOrUnknown(item.costUsd),
};

/** How many items stand where, and what they took. */
export async function countGenerationItems(db: Db, generationId: string): Promise<GenerationTotals> {
  const rows = await db.select(totals).from(item).where(eq(item.generationId, generationId));
  return rows[0]!;
}

export interface GenerationKindRow extends GenerationTotals {
  kind: GenerationItemKind;
}

/** Why items failed or were skipped: one row for each reason, with an example. */
export interface GenerationProblemRow {
  state: 'failed' | 'skipped';
  reason: string;
  message: string;
  hint: string | null;
  count: number;
  kinds: GenerationItemKind[];
  /** A trial of which the message speaks. */
  trialId: string;
}

export interface GenerationRow {
  id: string;
  studyId: string;
  name: string;
  /** Null until the first memory is written, and after all were taken back. */
  poolId: string | null;
  spec: GenerationSpec;
  stopped: GenerationFailure | null;
  createdAt: Date;
  /** When its memories were taken back; null while they stand. */
  undoneAt: Date | null;
  importId: string;
  job: JobRow | null;
  totals: GenerationTotals;
  kinds: GenerationKindRow[];
  problems: GenerationProblemRow[];
}

const listed = 50;

const selected = (db: Db) =>
  db
    .select({ generation, undoneAt: importRun.undoneAt, poolId: pool.id })
    .from(generation)
    .innerJoin(importRun, eq(importRun.id, generation.importId))
    .leftJoin(pool, and(eq(pool.studyId, generation.studyId), eq(pool.name, generation.name)));

type Found = Awaited<ReturnType<typeof selected>>[number];

/** The study's generations, newest first, with where their items stand and why some failed. */
export async function listGenerations(db: Db, studyId: string): Promise<GenerationRow[]> {
  const found = await selected(db)
    .where(eq(generation.studyId, studyId))
    .orderBy(desc(generation.createdAt), asc(generation.id))
    .limit(listed);
  return withFigures(db, found);
}

/** One generation; null when there is none. */
export async function getGeneration(db: Db, id: string): Promise<GenerationRow | null> {
  const rows = await withFigures(db, await selected(db).where(eq(generation.id, id)));
  return rows[0] ?? null;
}

const none: GenerationTotals = {
  total: 0,
  waiting: 0,
  done: 0,
  failed: 0,
  skipped: 0,
  memories: 0,
  fromCache: 0,
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
};

async function withFigures(db: Db, found: readonly Found[]): Promise<GenerationRow[]> {
  if (found.length === 0) return [];
  const ids = found.map((row) => row.generation.id);
  const { generationId, kind } = item;
  const among = inArray(generationId, ids);
  const [sums, kinds, problems, jobs] = await Promise.all([
    db
      .select({ generationId, ...totals })
      .from(item)
      .where(among)
      .groupBy(generationId),
    db
      .select({ generationId, kind, ...totals })
      .from(item)
      .where(among)
      .groupBy(generationId, kind),
    listProblems(db, ids),
    getJobs(
      db,
      found.map((row) => row.generation.jobId),
    ),
  ]);
  return found.map(({ generation: { jobId, ...of }, undoneAt, poolId }) => {
    const own = <T extends { generationId: string }>(rows: readonly T[]) =>
      rows.filter((row) => row.generationId === of.id).map(({ generationId: _, ...row }) => row);
    return {
      ...of,
      undoneAt,
      poolId,
      job: jobId ? (jobs.get(jobId) ?? null) : null,
      totals: own(sums)[0] ?? none,
      kinds: own(kinds).sort((a, b) => inOrder(a.kind) - inOrder(b.kind)),
      problems: own(problems),
    };
  });
}

const inOrder = (kind: GenerationItemKind) => generationItemKinds.indexOf(kind);

async function listProblems(
  db: Db,
  ids: string[],
): Promise<(GenerationProblemRow & { generationId: string })[]> {
  const reason = sql<string>`${item.failure}->>'reason'`;
  const rows = await db
    .select({
      generationId: item.generationId,
      state: item.state,
      reason,
      // Sentences of one reason differ in what they quote; the first stands for all.
      message: sql<string>`min(${item.failure}->>'message')`,
      hint: sql<string | null>`min(${item.failure}->>'hint')`,
      count: sql<number>`count(*)::int`,
      kinds: sql<GenerationItemKind[]>`array_agg(distinct ${item.kind})`,
      trialId: sql<string>`(array_agg(${item.trialId} order by ${item.failure}->>'message'))[1]`,
    })
    .from(item)
    .where(and(inArray(item.generationId, ids), inArray(item.state, ['failed', 'skipped'])))
    .groupBy(item.generationId, item.state, reason)
    .orderBy(asc(item.state), sql`count(*) desc`);
  return rows.map((row) => ({ ...row, state: row.state as 'failed' | 'skipped' }));
}

export interface GenerationItemRow {
  trialId: string;
  trialExternalId: string;
  benchmark: string;
  task: string;
  condition: string;
  kind: GenerationItemKind;
  state: GenerationItemState;
  failure: GenerationFailure | null;
  attempts: number;
  memoryCount: number;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  fromCache: boolean;
  repaired: boolean;
  leftOutChars: number;
}

export const generationItemsPerPage = 500;

/** Items of a generation, page by page. */
export function listGenerationItems(
  db: Db,
  generationId: string,
  { state, page = 1 }: { state?: GenerationItemState | undefined; page?: number | undefined } = {},
): Promise<GenerationItemRow[]> {
  return db
    .select({
      trialId: item.trialId,
      trialExternalId: trial.externalId,
      benchmark: benchmark.name,
      task: task.externalId,
      condition: condition.label,
      kind: item.kind,
      state: item.state,
      failure: item.failure,
      attempts: item.attempts,
      memoryCount: item.memoryCount,
      inputTokens: item.inputTokens,
      outputTokens: item.outputTokens,
      costUsd: item.costUsd,
      fromCache: item.fromCache,
      repaired: item.repaired,
      leftOutChars: item.leftOutChars,
    })
    .from(item)
    .innerJoin(trial, eq(trial.id, item.trialId))
    .innerJoin(condition, eq(condition.id, trial.conditionId))
    .innerJoin(task, eq(task.id, trial.taskId))
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(and(eq(item.generationId, generationId), state ? eq(item.state, state) : undefined))
    .orderBy(asc(benchmark.name), asc(task.externalId), asc(item.trialId), asc(item.kind))
    .limit(generationItemsPerPage)
    .offset((page - 1) * generationItemsPerPage);
}
