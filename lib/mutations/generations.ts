import { and, eq, sql } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import { generation, generationItem, importRun, type job, pool } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import {
  type GenerationItemKind,
  type GenerationSpec,
  needsModel,
} from '@/lib/core/memories/generation-spec';
import { generationTrials } from '@/lib/queries/generation-trials';
import { getJob } from '@/lib/queries/jobs';
import { findStudy } from '@/lib/queries/studies';
import { startJob } from './jobs';
import { requireAnswerable } from './require-answerable';

type Job = typeof job.$inferSelect;

/** What is called so when nobody gave a name; a number is added when it is taken. */
const defaultName = 'Generated memories';

/**
 * Records what is to be generated, one item for each trial and kind, and starts the job that does it.
 *
 * @param given.name also the name of the pool; without one, a free one is made
 * @throws AppError `not-found`, `conflict` when the name is taken, `not-estimable` when no trial fits; LlmError `no-key`
 *   and `no-price` for what the job would only find out later
 */
export async function startGeneration(
  db: Db,
  { studyId, name, spec }: { studyId: string; name?: string | undefined; spec: GenerationSpec },
): Promise<{ generationId: string; job: Job }> {
  if (!(await findStudy(db, studyId))) throw new AppError('not-found', `There is no study “${studyId}”.`);
  if (spec.model !== null && needsModel(spec)) requireAnswerable({ ...spec, model: spec.model });
  const generationId = await db.transaction(async (tx) => {
    if (name !== undefined && (await isTaken(tx, studyId, name))) {
      throw new AppError('conflict', `The study has a pool or a generation named “${name}” already.`, {
        hint: 'Choose another name: generated memories get a pool of their own.',
      });
    }
    const own = name ?? (await freeName(tx, studyId));
    const runs = await tx
      .insert(importRun)
      .values({ studyId, label: `generated: ${own}`, sources: [] })
      .returning({ id: importRun.id });
    const rows = await tx
      .insert(generation)
      .values({ studyId, importId: runs[0]!.id, name: own, spec })
      .returning({ id: generation.id });
    await insertItems(tx, rows[0]!.id, studyId, spec);
    return rows[0]!.id;
  });
  return { generationId, job: await startJobOf(db, generationId, studyId) };
}

/** A new budget for what is left; left out, the old one stands. */
export interface GenerationRetry {
  budgetUsd?: number | null | undefined;
  budgetTokens?: number | null | undefined;
}

/**
 * Goes on with a generation that has ended: what failed is tried again, and what waits is done.
 *
 * @throws AppError `not-found`; `conflict` while it runs, after it was taken back, or when nothing is left to do
 */
export async function retryGeneration(
  db: Db,
  generationId: string,
  { budgetUsd, budgetTokens }: GenerationRetry = {},
): Promise<{ generationId: string; job: Job }> {
  const { studyId, spec: before } = await requireEnded(db, generationId);
  const spec: GenerationSpec = {
    ...before,
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    ...(budgetTokens === undefined ? {} : { budgetTokens }),
  };
  if (spec.model !== null && needsModel(spec)) requireAnswerable({ ...spec, model: spec.model });
  const own = eq(generationItem.generationId, generationId);
  // What lacked an outcome may have one now.
  const again = sql`(${generationItem.state} = 'failed'
    or (${generationItem.state} = 'skipped' and ${generationItem.failure}->>'reason' = 'no-outcome'))`;
  await db.update(generationItem).set({ state: 'waiting', failure: null }).where(and(own, again));
  const left = await db.$count(generationItem, and(own, eq(generationItem.state, 'waiting')));
  if (left === 0) throw new AppError('conflict', 'Every item of this generation is done.');
  await db.update(generation).set({ spec, stopped: null }).where(eq(generation.id, generationId));
  return { generationId, job: await startJobOf(db, generationId, studyId) };
}

async function requireEnded(db: Db, generationId: string): Promise<typeof generation.$inferSelect> {
  const rows = await db
    .select({ generation, undoneAt: importRun.undoneAt })
    .from(generation)
    .innerJoin(importRun, eq(importRun.id, generation.importId))
    .where(eq(generation.id, generationId));
  const found = rows[0];
  if (!found) throw new AppError('not-found', 'There is no such generation.');
  if (found.undoneAt) throw new AppError('conflict', 'This generation was taken back.');
  const last = found.generation.jobId ? await getJob(db, found.generation.jobId) : null;
  if (last?.state === 'running' || last?.state === 'queued') {
    throw new AppError('conflict', 'This generation is still running.', {
      hint: 'Wait for it, or cancel it first.',
    });
  }
  return found.generation;
}

async function startJobOf(db: Db, generationId: string, studyId: string): Promise<Job> {
  const started = await startJob(db, 'generate-memories', { generationId }, studyId);
  const rows = await db
    .update(generation)
    .set({ jobId: started.id })
    .where(eq(generation.id, generationId))
    .returning({ importId: generation.importId });
  await db.update(importRun).set({ jobId: started.id }).where(eq(importRun.id, rows[0]!.importId));
  return started;
}

async function insertItems(
  tx: Transaction,
  generationId: string,
  studyId: string,
  spec: GenerationSpec,
): Promise<void> {
  const kinds = (judged: boolean) => {
    const list: GenerationItemKind[] = [...(judged ? (['judge'] as const) : []), ...spec.types];
    return sql`${JSON.stringify(list)}::jsonb`;
  };
  const made = await tx.execute(sql`
    insert into ${generationItem} (generation_id, trial_id, kind)
    select ${generationId}::uuid, chosen.id, kind.value
    from ${generationTrials(studyId, spec)} chosen
    cross join lateral jsonb_array_elements_text(case when chosen.rewarded
      then ${kinds(spec.judgeTrialsWithVerifier)} else ${kinds(spec.judgeTrialsWithoutVerifier)} end) kind(value)`);
  if (made.rowCount === 0) {
    throw new AppError('not-estimable', 'No trial with a trajectory fits.', {
      hint: 'Choose other conditions or benchmarks, or import logs that hold trajectories.',
    });
  }
}

async function isTaken(tx: Transaction, studyId: string, name: string): Promise<boolean> {
  const pools = await tx.$count(pool, and(eq(pool.studyId, studyId), eq(pool.name, name)));
  const others = await tx.$count(generation, and(eq(generation.studyId, studyId), eq(generation.name, name)));
  return pools + others > 0;
}

async function freeName(tx: Transaction, studyId: string): Promise<string> {
  for (let n = 1; ; n++) {
    const name = n === 1 ? defaultName : `${defaultName} ${n}`;
    if (!(await isTaken(tx, studyId, name))) return name;
  }
}
