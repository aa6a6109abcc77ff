import { eq, sql } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import { ablation, ablationArm } from '@/db/schema';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';

export interface GivenAblation {
  studyId: string;
  name: string;
  /** Embedding model of the arms that compare vectors; null picks one whose queries can be embedded here. */
  model: string | null;
  arms: readonly RetrievalSetting[];
}

/** Records an ablation whose arms wait to be run. */
export async function createAblation(db: Db, { studyId, name, model, arms }: GivenAblation): Promise<string> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .insert(ablation)
      .values({ studyId, name, spec: { model } })
      .returning({ id: ablation.id });
    await addArms(tx, rows[0]!.id, arms, 0);
    return rows[0]!.id;
  });
}

/** Adds arms that wait, numbered from `from`. */
export async function addArms(
  tx: Transaction,
  ablationId: string,
  arms: readonly RetrievalSetting[],
  from: number,
): Promise<void> {
  if (arms.length === 0) return;
  await tx
    .insert(ablationArm)
    .values(arms.map((settings, i) => ({ ablationId, arm: from + i, settings: { ...settings } })));
}

/** Lets every arm of an ablation wait again. */
export async function resetArms(tx: Transaction | Db, ablationId: string): Promise<void> {
  await tx.execute(sql`delete from ablation_result where ablation_id = ${ablationId}::uuid`);
  await tx
    .update(ablationArm)
    .set({ state: 'waiting', summary: null, finishedAt: null })
    .where(eq(ablationArm.ablationId, ablationId));
}
