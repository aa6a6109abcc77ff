import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import {
  benchmark,
  foundSetting,
  importChange,
  importFile,
  importRun,
  judgement,
  memory,
  pool,
  retrieval,
  study,
  task,
  trial,
} from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { getJob } from '@/lib/queries/jobs';
import { takeBackArchives } from './archive/take-back-archives';
import { removeEmptyBenchmarks, removeEmptyConditions } from './move-trials';
import { restoreMemories, restoreTrials } from './restore-changed';

/** A transaction holds up all others: so many rows go at a time. */
const batchRows = 500;

export interface UndoneImport extends Record<string, unknown> {
  trialsRemoved: number;
  memoriesRemoved: number;
  judgementsRemoved: number;
  /** Rows of earlier imports that are again as they were before this one. */
  restored: number;
  /** Rows that stay since a later import holds or changed them. */
  kept: number;
}

interface Progress {
  report?: (progress: number | null, message?: string) => void;
  signal?: AbortSignal;
}

/**
 * Takes an import back: what it added goes, what it changed becomes what it was, and what a later import holds as well
 * stays with that one. Cut off at any moment and called again, it ends in the same state.
 *
 * @throws AppError `not-found`; `conflict` while it still runs, or when it was undone before
 */
export async function undoImport(
  db: Db,
  importId: string,
  { report = () => {}, signal }: Progress = {},
): Promise<UndoneImport> {
  const [run] = await db.select().from(importRun).where(eq(importRun.id, importId));
  if (!run) throw new AppError('not-found', 'There is no such import.');
  await requireEnded(db, run);
  const { studyId } = run;

  report(null, 'Restoring what it changed');
  await db.transaction(async (tx) => {
    await takeBackArchives(tx, run, sharedFiles(run));
    await tx
      .delete(importChange)
      .where(
        and(eq(importChange.importId, importId), inArray(importChange.kind, ['archive', 'archive-notes'])),
      );
  });
  const handedOver = await db.transaction((tx) => handOver(tx, run));
  const trials = await db.transaction((tx) => restoreTrials(tx, importId));
  const memories = await db.transaction((tx) => restoreMemories(tx, importId));

  const total = await countOf(db, importId);
  let done = 0;
  const removed = { trial: 0, memory: 0, judgement: 0, retrieval: 0 };
  for (const kind of ['judgement', 'retrieval', 'trial', 'memory'] as const) {
    for (;;) {
      signal?.throwIfAborted();
      const count = await removeBatch(db, kind, importId);
      if (count === 0) break;
      removed[kind] += count;
      done += count;
      report(total > 0 ? Math.min(1, done / total) : null, 'Removing what it added');
    }
  }
  await db.transaction(async (tx) => {
    await removeEmpty(tx, run);
    await readAgain(tx, run);
    await tx.delete(importChange).where(eq(importChange.importId, importId));
    await tx.update(importRun).set({ undoneAt: sql`now()` }).where(eq(importRun.id, importId));
    await tx
      .update(study)
      .set({ revision: sql`${study.revision} + 1` })
      .where(eq(study.id, studyId));
  });
  return {
    trialsRemoved: removed.trial,
    memoriesRemoved: removed.memory,
    judgementsRemoved: removed.judgement,
    restored: trials.restored + memories.restored,
    kept: handedOver + trials.kept + memories.kept,
  };
}

type ImportRow = typeof importRun.$inferSelect;

async function requireEnded(db: Db, run: ImportRow): Promise<void> {
  if (run.undoneAt) throw new AppError('conflict', 'This import was undone before.');
  const job = run.jobId ? await getJob(db, run.jobId) : null;
  if (job?.state === 'running' || job?.state === 'queued')
    throw new AppError('conflict', 'This import is still running.', { hint: 'Cancel it first.' });
}

/** Imports that came after this one and stand. */
const later = (run: ImportRow) => sql`(
  select i.id, i.created_at from ${importRun} i where i.study_id = ${run.studyId} and i.undone_at is null
    and (i.created_at, i.id) > (select created_at, id from ${importRun} where id = ${run.id}))`;

/** Files of a later import with the content that this one read. */
const sharedFiles = (run: ImportRow) => sql`(
  select f.path, min(l.id::text)::uuid as holder
  from ${importFile} f join ${importFile} g on g.sha256 = f.sha256 join ${later(run)} l on l.id = g.import_id
  where f.import_id = ${run.id} and g.outcome in ('understood', 'unchanged')
  group by f.path)`;

/** What a later import read from the same content belongs to that one from now on. @returns how many rows */
async function handOver(tx: Transaction, run: ImportRow): Promise<number> {
  const trials = await tx.execute(sql`
    update ${trial} t set import_id = s.holder from ${sharedFiles(run)} s
    where t.import_id = ${run.id} and s.path in (t.path, substr(t.path, strpos(t.path, '/') + 1))`);
  await tx.execute(sql`
    update ${retrieval} r set import_id = t.import_id from ${trial} t
    where r.trial_id = t.id and r.import_id = ${run.id} and t.import_id <> ${run.id}`);
  // Memories and verdicts do not say which file they are from: they go over when every such file does.
  let others = 0;
  for (const [kind, table] of [
    ['memory', memory],
    ['judgement', judgement],
  ] as const) {
    const holders = await tx.execute<{ holder: string | null }>(sql`
      select s.holder from ${importFile} f left join ${sharedFiles(run)} s on s.path = f.path
      where f.import_id = ${run.id} and coalesce((f.counts->>${kind})::int, 0) > 0`);
    const all = holders.rows.map(({ holder }) => holder);
    if (all.length === 0 || all.includes(null)) continue;
    const moved = await tx.execute(
      sql`update ${table} set import_id = ${all[0]}::uuid where import_id = ${run.id}`,
    );
    others += moved.rowCount ?? 0;
  }
  return (trials.rowCount ?? 0) + others;
}

const tables = { trial, memory, judgement, retrieval };

async function countOf(db: Db, importId: string): Promise<number> {
  let total = 0;
  for (const table of Object.values(tables)) total += await db.$count(table, eq(table.importId, importId));
  return total;
}

async function removeBatch(db: Db, kind: keyof typeof tables, importId: string): Promise<number> {
  const table = tables[kind];
  const batch = db.select({ id: table.id }).from(table).where(eq(table.importId, importId)).limit(batchRows);
  const removed = await db.delete(table).where(inArray(table.id, batch));
  return removed.rowCount ?? 0;
}

/** Removes what nothing refers to any more: tasks, benchmarks, pools, settings, conditions that nobody named. */
async function removeEmpty(tx: Transaction, { id, studyId }: ImportRow): Promise<void> {
  // A list of tasks may have been imported by itself: such tasks stay as long as that import stands.
  const listed = await tx.execute(sql`
    select 1 from ${importFile} f join ${importRun} i on i.id = f.import_id
    where i.study_id = ${studyId} and i.id <> ${id} and i.undone_at is null
      and coalesce((f.counts->>'task')::int, 0) > 0 limit 1`);
  if (listed.rows.length === 0) {
    await tx.execute(sql`
      delete from ${task} k where k.study_id = ${studyId}
        and not exists (select 1 from ${trial} t where t.task_id = k.id)
        and not exists (select 1 from ${retrieval} r where r.task_id = k.id)
        and not exists (select 1 from ${judgement} j where j.task_id = k.id)`);
  }
  const benchmarks = await tx
    .select({ id: benchmark.id })
    .from(benchmark)
    .where(eq(benchmark.studyId, studyId));
  await removeEmptyBenchmarks(
    tx,
    benchmarks.map(({ id }) => id),
  );
  await tx.execute(sql`
    delete from ${pool} p where p.study_id = ${studyId}
      and not exists (select 1 from ${memory} m where m.pool_id = p.id)`);
  await tx.execute(sql`
    delete from ${foundSetting} s where s.study_id = ${studyId}
      and not exists (select 1 from ${trial} t where t.found_setting_id = s.id)`);
  await removeEmptyConditions(tx, studyId);
}

/** What a later import passed over as known has to be read again, should its folder come once more. */
async function readAgain(tx: Transaction, run: ImportRow): Promise<void> {
  const others = await tx
    .select({ id: importRun.id })
    .from(importRun)
    .where(and(eq(importRun.studyId, run.studyId), sql`${importRun.id} <> ${run.id}`));
  if (others.length === 0) return;
  await tx.execute(sql`
    update ${importFile} g set modified_ms = null from ${importFile} f
    where f.import_id = ${run.id} and f.sha256 = g.sha256 and g.outcome = 'unchanged'
      and ${inArray(
        sql`g.import_id`,
        others.map(({ id }) => id),
      )}`);
}
