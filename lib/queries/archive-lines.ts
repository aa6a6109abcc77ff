import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
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
import { ownSource } from '@/lib/importers/carryover-jsonl/map';
import { getTrialSteps } from './trials';

/** Rows that are in memory at a time. */
const pageRows = 200;
const pageSteps = 200;

/** One record of an archive with all its lines. */
export type ArchiveLines = object[];

/** A name as archives order by it: by its bytes, whatever the language of the database. */
const byBytes = (name: unknown) => sql`${name} collate "C"`;

/** The trial's name in an archive, as `archivedTrialId` makes it. */
const trialName = sql`case when ${trial.source} = ${ownSource} then ${trial.externalId}
  else ${trial.source} || ':' || ${trial.externalId} end`;

/**
 * Rows page by page, ordered by what they are called, so that the same content gives the same bytes in any study.
 *
 * @param ids   a query for the `id`s of all of them, in order: they are held at once, the rows a page at a time
 * @param read  the rows of some of them, in any order
 */
async function* pages<T extends { id: string }>(
  db: Db,
  ids: SQL,
  read: (ids: string[]) => Promise<T[]>,
): AsyncGenerator<T[]> {
  const all = (await db.execute<{ id: string }>(ids)).rows.map(({ id }) => id);
  for (let from = 0; from < all.length; from += pageRows) {
    const wanted = all.slice(from, from + pageRows);
    const found = new Map((await read(wanted)).map((row) => [row.id, row]));
    // A row that was deleted since is not there any more.
    yield wanted.flatMap((id) => found.get(id) ?? []);
  }
}

/** What tasks ask, and their answers. */
export async function* taskLines(db: Db, studyId: string): AsyncGenerator<ArchiveLines> {
  const ids = sql`
    select ${task.id} as id from ${task} join ${benchmark} on ${benchmark.id} = ${task.benchmarkId}
    where ${task.studyId} = ${studyId} order by ${byBytes(benchmark.name)}, ${byBytes(task.externalId)}`;
  const read = (page: string[]) =>
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
      .where(inArray(task.id, page));
  for await (const rows of pages(db, ids, read))
    for (const { id: _, ...row } of rows) yield [withoutNothing({ type: 'task', ...row })];
}

/** Memories, with the vectors that stand for their keys where those are wanted. */
export async function* memoryLines(
  db: Db,
  studyId: string,
  { vectors: wanted }: { vectors: boolean },
): AsyncGenerator<ArchiveLines> {
  const ids = sql`
    select ${memory.id} as id from ${memory} join ${pool} on ${pool.id} = ${memory.poolId}
    where ${memory.studyId} = ${studyId} order by ${byBytes(pool.name)}, ${byBytes(memory.externalId)}`;
  const read = (page: string[]) =>
    db
      .select({ id: memory.id, memory, pool: pool.name })
      .from(memory)
      .innerJoin(pool, eq(pool.id, memory.poolId))
      .where(inArray(memory.id, page));
  for await (const rows of pages(db, ids, read)) {
    const page = rows.map(({ id }) => id);
    const vectors = wanted
      ? await db
          .select()
          .from(embedding)
          .where(and(inArray(embedding.memoryId, page), eq(embedding.keyText, 'key')))
          .orderBy(asc(embedding.model))
      : [];
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
  const ids = sql`
    select ${trial.id} as id from ${trial} join ${task} on ${task.id} = ${trial.taskId}
      join ${benchmark} on ${benchmark.id} = ${task.benchmarkId}
      join ${condition} on ${condition.id} = ${trial.conditionId}
    where ${trial.studyId} = ${studyId}
    order by ${byBytes(benchmark.name)}, ${byBytes(task.externalId)}, ${byBytes(condition.label)},
      (${trialName}) collate "C"`;
  const read = (page: string[]) =>
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
      .where(inArray(trial.id, page));
  for await (const rows of pages(db, ids, read)) {
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
  const ids = sql`
    select ${retrieval.id} as id from ${retrieval} join ${task} on ${task.id} = ${retrieval.taskId}
      join ${benchmark} on ${benchmark.id} = ${task.benchmarkId}
    where ${retrieval.studyId} = ${studyId} and ${retrieval.trialId} is null
    order by ${byBytes(benchmark.name)}, ${byBytes(task.externalId)}, ${byBytes(retrieval.query)},
      ${byBytes(retrieval.method)}, ${retrieval.id}`;
  const read = (page: string[]) =>
    db
      .select({ id: retrieval.id, retrieval, benchmark: benchmark.name, task: task.externalId })
      .from(retrieval)
      .innerJoin(task, eq(task.id, retrieval.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(inArray(retrieval.id, page));
  for await (const rows of pages(db, ids, read)) {
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
