import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablation } from '@/db/schema';
import { AppError, isAppError } from '@/lib/core/errors';
import { retrievalMethods } from '@/lib/core/retrieval';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { resetArms } from '@/lib/mutations/ablation-arms';
import { embedMissingMemories } from '@/lib/mutations/embed';
import { loadPool } from '@/lib/queries/load-pool';
import { pickQueryModel } from '@/lib/queries/pick-model';
import { codeVersion } from '../code-version';
import type { JobRun } from '../job';
import { armsOf, type StoredArm } from './arms';
import type { StudyTask } from './asked-tasks';
import { hashOfPool, hashOfVectors } from './content-hashes';

export type StoredAblation = typeof ablation.$inferSelect;

/** What arms are run over. */
export interface PoolUnderArms {
  pool: PoolMatrix;
  /** The embedding model; null when no arm compares vectors. */
  model: string | null;
  /** Why arms that compare vectors cannot run now; the others can. */
  withoutVectors: AppError | null;
}

export const comparesVectors = ({ setting }: StoredArm): boolean =>
  retrievalMethods[setting.method].needsEmbeddings;

/**
 * The study's memories, with vectors where an arm compares them, embedded first where they have none. Arms that ran over
 * something else wait again, since arms over different pools cannot be compared.
 */
export async function poolUnderArms(
  { db, signal, report }: Pick<JobRun<unknown>, 'db' | 'signal' | 'report'>,
  record: StoredAblation,
  tasks: readonly StudyTask[],
): Promise<PoolUnderArms> {
  const arms = await armsOf(db, record.id);
  const model = arms.some(comparesVectors)
    ? (record.spec.model ?? (await pickQueryModel(db, record.studyId)))
    : null;
  let withoutVectors: AppError | null = null;
  if (model !== null) {
    await embedMissingMemories(db, record.studyId, model, {
      signal,
      report: (fraction, message) => report(fraction * 0.5, message),
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      if (!isAppError(error)) throw error;
      withoutVectors = error;
    });
  }
  const loaded = withoutVectors ? null : model;
  const pool = await loadPool(db, record.studyId, { model: loaded, contents: true, uplifts: true });
  if (pool.ids.length === 0) {
    throw new AppError('not-estimable', 'The study has no memories to retrieve.', {
      hint: 'Import a memory pool first.',
    });
  }
  await noteContents(db, record, { pool, model, tasks, arms });
  return { pool, model, withoutVectors };
}

/** Writes down what arms are run over, and lets those wait again that ran over something else. */
async function noteContents(
  db: Db,
  record: StoredAblation,
  {
    pool,
    model,
    tasks,
    arms,
  }: { pool: PoolMatrix; model: string | null; tasks: readonly StudyTask[]; arms: StoredArm[] },
): Promise<void> {
  const poolHash = hashOfPool(pool, tasks);
  const vectorHash = hashOfVectors(pool, model);
  const before = record.spec.vectorHashes?.key;
  const otherPool = record.poolHash !== null && record.poolHash !== poolHash;
  const otherVectors = vectorHash !== null && before !== undefined && before !== vectorHash;
  if (record.poolHash === poolHash && (vectorHash === null || before === vectorHash)) return;
  const version = await codeVersion();
  const vectorHashes = vectorHash === null ? record.spec.vectorHashes : { key: vectorHash };
  const spec = { ...record.spec, model: record.spec.model ?? model, ...(vectorHashes && { vectorHashes }) };
  const stale = arms.filter((arm) => !arm.waiting && (otherPool || (otherVectors && comparesVectors(arm))));
  await db.transaction(async (tx) => {
    await resetArms(
      tx,
      record.id,
      stale.map(({ arm }) => arm),
    );
    await tx
      .update(ablation)
      .set({ poolHash, codeVersion: version, summary: null, spec })
      .where(eq(ablation.id, record.id));
  });
}
