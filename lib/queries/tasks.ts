import { and, asc, count, eq, ilike, inArray, or, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, memory, retrieval, retrievalHit, study, task, trajectory, trial } from '@/db/schema';
import { promptBlock } from '@/lib/core/retrieval/prompt-block';
import type { MemoryType } from '@/lib/core/vocabulary';
import { type ConditionRow, listConditions } from './conditions';
import { keptAnswers } from './kept-answers';
import { likePattern } from './like-pattern';

export const tasksPerPage = 50;

export interface TaskOutcome {
  conditionId: string;
  trials: number;
  withReward: number;
  passed: number;
}

export interface TaskListRow {
  id: string;
  externalId: string;
  benchmark: string;
  text: string | null;
  perCondition: TaskOutcome[];
}

export interface TaskList {
  rows: TaskListRow[];
  total: number;
  page: number;
  benchmarks: string[];
  conditions: ConditionRow[];
}

export interface TaskFilter {
  benchmark?: string | undefined;
  search?: string | undefined;
  page?: number | undefined;
}

/** One page of tasks with how each condition fared. */
export async function listTasks(db: Db, studyId: string, filter: TaskFilter): Promise<TaskList> {
  const page = Math.max(1, filter.page ?? 1);
  const pattern = filter.search ? likePattern(filter.search) : null;
  const where = and(
    eq(task.studyId, studyId),
    filter.benchmark ? eq(benchmark.name, filter.benchmark) : undefined,
    pattern ? or(ilike(task.externalId, pattern), ilike(task.text, pattern)) : undefined,
  );
  const [rows, total, benchmarks, conditions, settings] = await Promise.all([
    db
      .select({
        id: task.id,
        externalId: task.externalId,
        benchmark: benchmark.name,
        text: sql<string | null>`left(${task.text}, 300)`,
      })
      .from(task)
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(where)
      .orderBy(asc(benchmark.name), asc(task.externalId))
      .limit(tasksPerPage)
      .offset((page - 1) * tasksPerPage),
    db
      .select({ n: count() })
      .from(task)
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(where),
    db
      .select({ name: benchmark.name })
      .from(benchmark)
      .where(eq(benchmark.studyId, studyId))
      .orderBy(asc(benchmark.name)),
    listConditions(db, studyId),
    db.select({ threshold: study.passThreshold }).from(study).where(eq(study.id, studyId)),
  ]);
  const threshold = settings[0]?.threshold ?? 1;
  const ids = rows.map((r) => r.id);
  const outcomes = ids.length
    ? await db
        .select({
          taskId: trial.taskId,
          conditionId: trial.conditionId,
          trials: sql<number>`count(*)::int`,
          withReward: sql<number>`count(${trial.reward})::int`,
          passed: sql<number>`(count(*) filter (where ${trial.reward} >= ${threshold}))::int`,
        })
        .from(trial)
        .where(inArray(trial.taskId, ids))
        .groupBy(trial.taskId, trial.conditionId)
    : [];
  return {
    rows: rows.map((r) => ({
      ...r,
      perCondition: outcomes.filter((o) => o.taskId === r.id).map(({ taskId: _, ...o }) => o),
    })),
    total: total[0]!.n,
    page,
    benchmarks: benchmarks.map((b) => b.name),
    conditions,
  };
}

export interface HitRow {
  rank: number;
  score: number | null;
  memoryId: string | null;
  title: string | null;
  type: MemoryType | null;
  sourceBenchmark: string | null;
  success: boolean | null;
  /** Similarity (0 to 1) of the prompt's text to the memory, where they are not the same; else null. */
  similarity: number | null;
  /** What stood in the prompt. */
  text: string;
}

export interface TrialRow {
  id: string;
  conditionId: string;
  attempt: number | null;
  source: string;
  externalId: string;
  reward: number | null;
  rewards: Record<string, number> | null;
  /** Null when there is no reward. */
  passed: boolean | null;
  exceptionType: string | null;
  exceptionMessage: string | null;
  finished: boolean | null;
  inputTokens: number | null;
  outputTokens: number | null;
  cachedTokens: number | null;
  costUsd: number | null;
  startedAt: string | null;
  durationMs: number | null;
  stepCount: number | null;
  query: string | null;
  hits: HitRow[] | null;
  promptBlock: string | null;
}

export interface TaskDetail {
  task: { id: string; externalId: string; text: string | null; hasAnswer: boolean; studyId: string };
  benchmark: string;
  passThreshold: number;
  conditions: { condition: ConditionRow; trials: TrialRow[] }[];
}

async function hitsOf(
  db: Db,
  trialIds: string[],
): Promise<Map<string, { query: string | null; hits: HitRow[]; block: string }>> {
  if (trialIds.length === 0) return new Map();
  const rows = await db
    .select({
      trialId: retrieval.trialId,
      query: retrieval.query,
      rank: retrievalHit.rank,
      score: retrievalHit.score,
      text: retrievalHit.text,
      similarity: retrievalHit.similarity,
      memory,
    })
    .from(retrieval)
    .innerJoin(retrievalHit, eq(retrievalHit.retrievalId, retrieval.id))
    .leftJoin(memory, eq(memory.id, retrievalHit.memoryId))
    .where(inArray(retrieval.trialId, trialIds))
    .orderBy(asc(retrievalHit.rank));
  const byTrial = new Map<string, typeof rows>();
  for (const row of rows) byTrial.set(row.trialId!, [...(byTrial.get(row.trialId!) ?? []), row]);
  return new Map(
    [...byTrial].map(([id, found]) => [
      id,
      {
        query: found[0]!.query,
        hits: found.map((r) => ({
          rank: r.rank,
          score: r.score,
          text: r.text,
          similarity: r.memory && r.similarity,
          memoryId: r.memory?.id ?? null,
          title: r.memory?.title ?? null,
          type: r.memory?.type ?? null,
          sourceBenchmark: r.memory?.sourceBenchmark ?? null,
          success: r.memory?.success ?? null,
        })),
        block: promptBlock(found.map((r) => (r.memory && r.similarity === null ? r.memory : r.text))),
      },
    ]),
  );
}

/** What happened on one task under every condition; null when there is no such task. */
export async function getTask(db: Db, taskId: string): Promise<TaskDetail | null> {
  const found = await db
    .select({ task, benchmark: benchmark.name, threshold: study.passThreshold })
    .from(task)
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .innerJoin(study, eq(study.id, task.studyId))
    .where(eq(task.id, taskId));
  const first = found[0];
  if (!first) return null;
  const [conditions, rows] = await Promise.all([
    listConditions(db, first.task.studyId),
    db
      .select({ trial, stepCount: trajectory.stepCount })
      .from(trial)
      .leftJoin(trajectory, eq(trajectory.trialId, trial.id))
      .where(eq(trial.taskId, taskId))
      .orderBy(asc(trial.attempt), asc(trial.startedAt), asc(trial.externalId)),
  ]);
  const hits = await hitsOf(
    db,
    rows.map((r) => r.trial.id),
  );
  const toTrialRow = ({ trial: t, stepCount }: (typeof rows)[number], i: number): TrialRow => {
    const logged = hits.get(t.id);
    return {
      id: t.id,
      conditionId: t.conditionId,
      attempt: t.attempt ?? i + 1,
      source: t.source,
      externalId: t.externalId,
      reward: t.reward,
      rewards: t.rewards,
      passed: t.reward === null ? null : t.reward >= first.threshold,
      exceptionType: t.exceptionType,
      exceptionMessage: t.exceptionMessage,
      finished: t.finished,
      inputTokens: t.inputTokens,
      outputTokens: t.outputTokens,
      cachedTokens: t.cachedTokens,
      costUsd: t.costUsd,
      startedAt: t.startedAt,
      durationMs: t.durationMs,
      stepCount,
      query: logged?.query ?? null,
      hits: logged?.hits ?? null,
      promptBlock: logged?.block ?? null,
    };
  };
  return {
    task: {
      id: first.task.id,
      externalId: first.task.externalId,
      text: first.task.text,
      hasAnswer: first.task.answer !== null,
      studyId: first.task.studyId,
    },
    benchmark: first.benchmark,
    passThreshold: first.threshold,
    conditions: conditions
      .map((c) => ({
        condition: c,
        trials: rows.filter((r) => r.trial.conditionId === c.id).map(toTrialRow),
      }))
      .filter((c) => c.trials.length > 0),
  };
}

/** The task with this name in a study; null when there is none. */
export async function findTask(
  db: Db,
  studyId: string,
  benchmarkName: string,
  externalId: string,
): Promise<{ id: string } | null> {
  const rows = await db
    .select({ id: task.id })
    .from(task)
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(
      and(eq(task.studyId, studyId), eq(benchmark.name, benchmarkName), eq(task.externalId, externalId)),
    );
  return rows[0] ?? null;
}

export interface TaskId {
  id: string;
  benchmark: string;
  task: string;
}

// A page that links from its numbers asks with every change of its settings; whatever writes tasks raises the revision.
const keptIds = keptAnswers<TaskId[]>('ids of tasks', 20);

/** The ids of a study's tasks by benchmark and name, for pages that link from numbers to tasks. */
export async function listTaskIds(db: Db, studyId: string): Promise<readonly TaskId[]> {
  const [state] = await db
    .select({ createdAt: study.createdAt, revision: study.revision })
    .from(study)
    .where(eq(study.id, studyId));
  if (!state) return [];
  return keptIds([studyId, state], () =>
    db
      .select({ id: task.id, benchmark: benchmark.name, task: task.externalId })
      .from(task)
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(eq(task.studyId, studyId)),
  );
}
