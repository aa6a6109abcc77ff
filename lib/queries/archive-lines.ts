import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
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
  trajectory,
  trial,
} from '@/db/schema';
import {
  archivedSettings,
  archivedTrialId,
  stepLine,
  vectorNumbers,
  withoutNothing,
} from '@/lib/exporters/archive/archive-lines';
import { getTrialSteps } from './trials';

/** Rows that are in memory at a time. */
const pageRows = 200;
const pageSteps = 200;

/** One record of an archive with all its lines. */
export type ArchiveLines = object[];

/** Rows page by page, each page after the last key of the one before. */
async function* pages<T extends { id: string }>(
  read: (after: string | null) => Promise<T[]>,
): AsyncGenerator<T[]> {
  let after: string | null = null;
  for (;;) {
    const rows = await read(after);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.id;
  }
}

/** What tasks ask, and their answers. */
export async function* taskLines(db: Db, studyId: string): AsyncGenerator<ArchiveLines> {
  const read = (after: string | null) =>
    db
      .select({
        id: task.id,
        benchmark: benchmark.name,
        task: task.externalId,
        text: task.text,
        answer: task.answer,
      })
      .from(task)
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(and(eq(task.studyId, studyId), after === null ? undefined : gt(task.id, after)))
      .orderBy(asc(task.id))
      .limit(pageRows);
  for await (const rows of pages(read))
    for (const { id: _, ...row } of rows) yield [withoutNothing({ type: 'task', ...row })];
}

/** Memories with the vectors that stand for their keys. */
export async function* memoryLines(db: Db, studyId: string): AsyncGenerator<ArchiveLines> {
  const read = (after: string | null) =>
    db
      .select({ id: memory.id, memory, pool: pool.name })
      .from(memory)
      .innerJoin(pool, eq(pool.id, memory.poolId))
      .where(and(eq(memory.studyId, studyId), after === null ? undefined : gt(memory.id, after)))
      .orderBy(asc(memory.id))
      .limit(pageRows);
  for await (const rows of pages(read)) {
    const ids = rows.map(({ id }) => id);
    const vectors = await db
      .select()
      .from(embedding)
      .where(and(inArray(embedding.memoryId, ids), eq(embedding.keyText, 'key')))
      .orderBy(asc(embedding.model));
    for (const { id, pool: poolName, memory: m } of rows) {
      const embeddings = vectors
        .filter(({ memoryId }) => memoryId === id)
        .map(({ model, vector }) => ({ model, vector: vectorNumbers(vector) }));
      yield [
        withoutNothing({
          type: 'memory',
          pool: poolName,
          id: m.externalId,
          memoryType: m.type,
          title: m.title,
          description: m.description,
          content: m.content,
          keyText: m.keyText,
          sourceBenchmark: m.sourceBenchmark,
          sourceTask: m.sourceTask,
          sourceTaskText: m.sourceTaskText,
          sourceModel: m.sourceModel,
          success: m.success,
          utility: m.utility,
          madeAt: m.madeAt?.toISOString(),
          details: m.details,
          embeddings,
        }),
      ];
    }
  }
}

type HitRow = typeof retrievalHit.$inferSelect & { memoryName: string | null };

async function hitsOf(db: Db, retrievalIds: string[]): Promise<Map<string, HitRow[]>> {
  const found = new Map<string, HitRow[]>();
  if (retrievalIds.length === 0) return found;
  const rows = await db
    .select({ hit: retrievalHit, memoryName: memory.externalId })
    .from(retrievalHit)
    .leftJoin(memory, eq(memory.id, retrievalHit.memoryId))
    .where(inArray(retrievalHit.retrievalId, retrievalIds))
    .orderBy(asc(retrievalHit.rank));
  for (const { hit, memoryName } of rows) {
    const list = found.get(hit.retrievalId) ?? [];
    list.push({ ...hit, memoryName });
    found.set(hit.retrievalId, list);
  }
  return found;
}

const retrievalOf = ({ query, method }: typeof retrieval.$inferSelect, hits: readonly HitRow[]) => ({
  ...withoutNothing({ query, method }),
  hits: hits.map(({ memoryExternalId, memoryName, score, text }) =>
    withoutNothing({ memory: memoryExternalId ?? memoryName, score, text }),
  ),
});

/** Trials as they are placed now, each followed by its steps. */
export async function* trialLines(
  db: Db,
  studyId: string,
  { steps }: { steps: boolean },
): AsyncGenerator<ArchiveLines> {
  const read = (after: string | null) =>
    db
      .select({
        id: trial.id,
        trial,
        benchmark: benchmark.name,
        task: task.externalId,
        condition,
        retrieval,
        log: trajectory.trialId,
      })
      .from(trial)
      .innerJoin(task, eq(task.id, trial.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .innerJoin(condition, eq(condition.id, trial.conditionId))
      .leftJoin(retrieval, eq(retrieval.trialId, trial.id))
      .leftJoin(trajectory, eq(trajectory.trialId, trial.id))
      .where(and(eq(trial.studyId, studyId), after === null ? undefined : gt(trial.id, after)))
      .orderBy(asc(trial.id))
      .limit(pageRows);
  for await (const rows of pages(read)) {
    const hits = await hitsOf(
      db,
      rows.flatMap((row) => row.retrieval?.id ?? []),
    );
    for (const row of rows) {
      const t = row.trial;
      const line = withoutNothing({
        type: 'trial',
        id: archivedTrialId(t.source, t.externalId),
        benchmark: row.benchmark,
        task: row.task,
        condition: row.condition.label,
        attempt: t.attempt,
        rewards: t.rewards,
        exception:
          t.exceptionType === null ? null : { type: t.exceptionType, message: t.exceptionMessage ?? '' },
        finished: t.finished,
        settings: archivedSettings(row.condition.settings),
        inputTokens: t.inputTokens,
        outputTokens: t.outputTokens,
        cachedTokens: t.cachedTokens,
        costUsd: t.costUsd,
        startedAt: t.startedAt,
        durationMs: t.durationMs,
        details: t.details,
        retrieval: row.retrieval && retrievalOf(row.retrieval, hits.get(row.retrieval.id) ?? []),
      });
      // A reward of null is a fact of its own: there was no verdict.
      const lines: object[] = [{ ...line, reward: t.reward }];
      if (steps && row.log !== null) lines.push(...(await stepsOf(db, t.id)));
      yield lines;
    }
  }
}

async function stepsOf(db: Db, trialId: string): Promise<object[]> {
  const lines: object[] = [];
  for (;;) {
    const { steps, total } = await getTrialSteps(db, trialId, { from: lines.length, count: pageSteps });
    lines.push(...steps.map(stepLine));
    if (steps.length === 0 || lines.length >= total) return lines;
  }
}

/** Memories that were chosen for a task without a trial. */
export async function* retrievalLines(db: Db, studyId: string): AsyncGenerator<ArchiveLines> {
  const read = (after: string | null) =>
    db
      .select({ id: retrieval.id, retrieval, benchmark: benchmark.name, task: task.externalId })
      .from(retrieval)
      .innerJoin(task, eq(task.id, retrieval.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(
        and(
          eq(retrieval.studyId, studyId),
          isNull(retrieval.trialId),
          after === null ? undefined : gt(retrieval.id, after),
        ),
      )
      .orderBy(asc(retrieval.id))
      .limit(pageRows);
  for await (const rows of pages(read)) {
    const hits = await hitsOf(
      db,
      rows.map(({ id }) => id),
    );
    for (const row of rows)
      yield [
        {
          type: 'retrieval',
          benchmark: row.benchmark,
          task: row.task,
          ...retrievalOf(row.retrieval, hits.get(row.id) ?? []),
        },
      ];
  }
}
