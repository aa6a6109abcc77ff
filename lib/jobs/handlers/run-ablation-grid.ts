import { createHash } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { ablation, ablationArm, ablationResult, benchmark, task } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { retrievalMethods } from '@/lib/core/retrieval';
import type { AblationTask, FinishedArm } from '@/lib/core/retrieval/ablation';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';
import { settingSchema } from '@/lib/core/retrieval/setting-schema';
import { resetArms } from '@/lib/mutations/ablation-arms';
import { embedMissingMemories, embedQueries } from '@/lib/mutations/embed';
import { writeArm } from '@/lib/mutations/write-arm';
import { loadPool } from '@/lib/queries/load-pool';
import { pickQueryModel } from '@/lib/queries/pick-model';
import { codeVersion } from '../code-version';
import { defineJob, type JobRun } from '../job';

/** Threads that share the arms: each prepares the pool once. */
const sideBySide = 2;

/** Runs the arms of an ablation that have not run over every task of the study, and keeps what each would have retrieved. */
export const runAblationGrid = defineJob({
  name: 'run-ablation-grid',
  label: 'Retrieval ablation',
  input: z.object({ ablationId: z.uuid() }),
  async run(run) {
    const { db, input, report } = run;
    const found = await db.select().from(ablation).where(eq(ablation.id, input.ablationId));
    const record = found[0];
    if (!record) throw new AppError('not-found', 'This ablation was deleted.');
    const arms = await armsOf(db, record.id);
    const { tasks, model } = await askedTasks(run, record, arms);
    const pool = await loadPool(db, record.studyId, { model, contents: true, uplifts: true });
    if (pool.ids.length === 0) {
      throw new AppError('not-estimable', 'The study has no memories to retrieve.', {
        hint: 'Import a memory pool first.',
      });
    }
    const poolHash = hashOf(pool, tasks, model);
    if (record.poolHash !== poolHash) {
      const version = await codeVersion();
      // Arms over different pools cannot be compared: those that ran over another run again.
      await db.transaction(async (tx) => {
        if (record.poolHash !== null) await resetArms(tx, record.id);
        await tx
          .update(ablation)
          .set({ poolHash, codeVersion: version, summary: null })
          .where(eq(ablation.id, record.id));
      });
    }
    await runWaiting(run, await armsOf(db, record.id), { ablationId: record.id, pool, tasks });
    report(0.95, 'Comparing the arms');
    const agreement = await compute('agreement', await rankingsOf(db, record.id, tasks, arms.length), {
      signal: run.signal,
    });
    const summary = { model, memoryCount: pool.ids.length, taskCount: tasks.length, agreement };
    await db.update(ablation).set({ summary }).where(eq(ablation.id, record.id));
    report(1, 'Done');
    return { ablationId: record.id, arms: arms.length, tasks: tasks.length };
  },
});

interface Arm {
  arm: number;
  setting: RetrievalSetting;
  waiting: boolean;
}

async function armsOf(db: Db, ablationId: string): Promise<Arm[]> {
  const rows = await db
    .select()
    .from(ablationArm)
    .where(eq(ablationArm.ablationId, ablationId))
    .orderBy(asc(ablationArm.arm));
  return rows.map(({ arm, settings, state }) => ({
    arm,
    setting: settingSchema.parse(settings),
    waiting: state === 'waiting',
  }));
}

/** Every task of the study with its question, embedded where an arm compares vectors. */
async function askedTasks(
  { db, signal, report }: JobRun<unknown>,
  { studyId, spec }: typeof ablation.$inferSelect,
  arms: readonly Arm[],
): Promise<{ tasks: AblationTask[]; model: string | null }> {
  const rows = await db
    .select({ id: task.id, externalId: task.externalId, text: task.text, benchmark: benchmark.name })
    .from(task)
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(eq(task.studyId, studyId))
    .orderBy(asc(benchmark.name), asc(task.externalId));
  if (rows.length === 0) {
    throw new AppError('not-estimable', 'The study has no tasks to retrieve for.', {
      hint: 'Import run logs first.',
    });
  }
  const texts = rows.map(({ text, externalId }) => text || externalId);
  const needsVectors = arms.some(({ setting }) => retrievalMethods[setting.method].needsEmbeddings);
  const model = needsVectors ? (spec.model ?? (await pickQueryModel(db, studyId))) : null;
  let vectors: Float32Array[] | null = null;
  if (model) {
    await embedMissingMemories(db, studyId, model, { signal, report: (f, m) => report(f * 0.5, m) });
    vectors = await embedQueries(db, model, texts, { signal, report: (f, m) => report(0.5 + f * 0.3, m) });
  }
  const tasks = rows.map((row, i) => ({ ...row, queryText: texts[i]!, queryVector: vectors?.[i] ?? null }));
  return { tasks, model };
}

/** Content hash of everything that arms are run over. */
function hashOf(pool: PoolMatrix, tasks: readonly AblationTask[], model: string | null): string {
  const { vectors, dimensions, ...columns } = pool;
  const hash = createHash('sha256').update(JSON.stringify([model, dimensions]));
  // Row by row: all contents together may be more than one string can hold.
  for (const row of pool.ids.keys())
    hash.update(JSON.stringify(Object.values(columns).map((column) => column[row])));
  if (vectors) hash.update(new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
  for (const { id, queryText } of tasks) hash.update(JSON.stringify([id, queryText]));
  return hash.digest('hex');
}

/** Runs what waits and stores each arm when it is done. */
async function runWaiting(
  { db, signal, report }: JobRun<unknown>,
  arms: readonly Arm[],
  { ablationId, pool, tasks }: { ablationId: string; pool: PoolMatrix; tasks: readonly AblationTask[] },
): Promise<void> {
  const waiting = arms.filter((one) => one.waiting);
  // Made once for all threads, which share it.
  const quantised =
    pool.vectors && waiting.length > 0
      ? await compute('quantise-rows', { vectors: pool.vectors, columns: pool.dimensions }, { signal })
      : undefined;
  let done = arms.length - waiting.length;
  const taskIds = tasks.map(({ id }) => id);
  const tell = () => report(0.8 + 0.15 * (done / arms.length), `${done} of ${arms.length} arms`);
  tell();
  const work = async (mine: readonly Arm[]): Promise<void> => {
    let written = Promise.resolve();
    const store = async ({ arm, report: found }: FinishedArm) => {
      // Threads may be many arms ahead: whoever cancels does not wait until all of them are stored.
      signal.throwIfAborted();
      const place = { ablationId, arm: mine[arm]!.arm };
      await writeArm(db, { ...place, report: found, taskIds, memoryIds: pool.ids });
      done++;
      tell();
    };
    const settings = mine.map(({ setting }) => setting);
    try {
      await compute(
        'ablation',
        { pool, arms: settings, tasks, ...(quantised && { quantised }) },
        {
          signal,
          onPart: (part) => {
            written = written.then(() => store(part));
            // Whoever waits for the last one learns of it.
            written.catch(() => {});
          },
        },
      );
    } finally {
      await written;
    }
  };
  const shares = Array.from({ length: sideBySide }, (_, thread) =>
    waiting.filter((_, i) => i % sideBySide === thread),
  );
  const ended = await Promise.allSettled(shares.filter((share) => share.length > 0).map(work));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** Arm × task → memories, best first; null where an arm could not search. */
async function rankingsOf(
  db: Db,
  ablationId: string,
  tasks: readonly AblationTask[],
  armCount: number,
): Promise<(string[] | null)[][]> {
  const place = new Map(tasks.map(({ id }, t) => [id, t]));
  const rankings: (string[] | null)[][] = [];
  for (let arm = 0; arm < armCount; arm++) {
    const ranking = new Array<string[] | null>(tasks.length).fill(null);
    const rows = await db
      .select({ taskId: ablationResult.taskId, hits: ablationResult.hits, reason: ablationResult.reason })
      .from(ablationResult)
      .where(and(eq(ablationResult.ablationId, ablationId), eq(ablationResult.arm, arm)));
    for (const { taskId, hits, reason } of rows)
      if (reason === null) ranking[place.get(taskId)!] = hits.map(({ memoryId }) => memoryId);
    rankings.push(ranking);
  }
  return rankings;
}
