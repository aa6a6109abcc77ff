import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablation } from '@/db/schema';
import { AppError, isAppError } from '@/lib/core/errors';
import { retrievalMethods } from '@/lib/core/retrieval';
import { type KeyText, keyTexts } from '@/lib/core/retrieval/key-text';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { resetArms } from '@/lib/mutations/ablation-arms';
import { embedMissingMemories } from '@/lib/mutations/embed';
import { codeVersion } from '@/lib/queries/code-version';
import { loadPool } from '@/lib/queries/load-pool';
import { pickQueryModel } from '@/lib/queries/pick-model';
import type { JobRun } from '../job';
import { armsOf, type StoredArm } from './arms';
import type { StudyTask } from './asked-tasks';
import { hashOfPool, hashOfVectors } from './content-hashes';

export type StoredAblation = typeof ablation.$inferSelect;

/** What arms are run over. */
export interface PoolsUnderArms {
  /** The embedding model; null when no arm compares vectors. */
  model: string | null;
  memoryCount: number;
  /** Why arms that compare vectors cannot run now; the others can. */
  withoutVectors: AppError | null;
  /** The pool as it is searched by one of its texts; lets arms wait again that ran over other vectors. */
  open: (keyText: KeyText) => Promise<PoolMatrix>;
}

export const comparesVectors = ({ setting }: StoredArm): boolean =>
  retrievalMethods[setting.method].needsEmbeddings;

/**
 * The study's memories, with vectors where an arm compares them, embedded first where they have none. Arms that ran over
 * something else wait again, since arms over different pools cannot be compared.
 */
export async function poolsUnderArms(
  run: Pick<JobRun<unknown>, 'db' | 'signal' | 'report'>,
  record: StoredAblation,
  tasks: readonly StudyTask[],
): Promise<PoolsUnderArms> {
  const { db } = run;
  const comparing = (await armsOf(db, record.id)).filter(comparesVectors);
  const compared = keyTexts.filter((keyText) => comparing.some(({ setting }) => setting.keyText === keyText));
  const model =
    compared.length > 0
      ? (record.spec.model ?? (await pickQueryModel(db, record.studyId, compared[0])))
      : null;
  const withoutVectors = model === null ? null : await embedAll(run, record.studyId, model, compared);
  const load = (keyText: KeyText) =>
    loadPool(db, record.studyId, {
      model: withoutVectors === null && compared.includes(keyText) ? model : null,
      keyText,
      contents: true,
      uplifts: true,
    });
  const base = await load('key');
  if (base.ids.length === 0) {
    throw new AppError('not-estimable', 'The study has no memories to retrieve.', {
      hint: 'Import a memory pool first.',
    });
  }
  await notePool(db, record, hashOfPool(base, tasks));
  return {
    model,
    memoryCount: base.ids.length,
    withoutVectors,
    async open(keyText) {
      const pool = keyText === 'key' ? base : await load(keyText);
      await noteVectors(db, record.id, { keyText, model, vectorHash: hashOfVectors(pool, model) });
      return pool;
    },
  };
}

/** Gives memories the vectors they lack. @returns why they have none; null when they have */
async function embedAll(
  { db, signal, report }: Pick<JobRun<unknown>, 'db' | 'signal' | 'report'>,
  studyId: string,
  model: string,
  compared: readonly KeyText[],
): Promise<AppError | null> {
  try {
    for (const [place, keyText] of compared.entries()) {
      await embedMissingMemories(db, studyId, model, {
        keyText,
        signal,
        report: (fraction, message) => report((0.5 * (place + fraction)) / compared.length, message),
      });
    }
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (!isAppError(error)) throw error;
    return error;
  }
}

/** Writes down over which memories and tasks arms are run, and lets all wait again that ran over others. */
async function notePool(db: Db, record: StoredAblation, poolHash: string): Promise<void> {
  if (record.poolHash === poolHash) return;
  const version = await codeVersion();
  const stale = record.poolHash === null ? [] : (await armsOf(db, record.id)).map(({ arm }) => arm);
  await db.transaction(async (tx) => {
    await resetArms(tx, record.id, stale);
    await tx
      .update(ablation)
      .set({ poolHash, codeVersion: version, summary: null })
      .where(eq(ablation.id, record.id));
  });
}

/** Writes down over which vectors arms are run, and lets those wait again that compared others. */
async function noteVectors(
  db: Db,
  ablationId: string,
  { keyText, model, vectorHash }: { keyText: KeyText; model: string | null; vectorHash: string | null },
): Promise<void> {
  if (vectorHash === null) return;
  const stored = await db.select({ spec: ablation.spec }).from(ablation).where(eq(ablation.id, ablationId));
  const spec = stored[0]?.spec;
  const before = spec?.vectorHashes?.[keyText];
  if (!spec || before === vectorHash) return;
  const stale =
    before === undefined
      ? []
      : (await armsOf(db, ablationId)).filter(
          (arm) => comparesVectors(arm) && arm.setting.keyText === keyText,
        );
  await db.transaction(async (tx) => {
    await resetArms(
      tx,
      ablationId,
      stale.map(({ arm }) => arm),
    );
    await tx
      .update(ablation)
      .set({
        spec: {
          ...spec,
          model: spec.model ?? model,
          vectorHashes: { ...spec.vectorHashes, [keyText]: vectorHash },
        },
        ...(stale.length > 0 ? { summary: null } : {}),
      })
      .where(eq(ablation.id, ablationId));
  });
}
