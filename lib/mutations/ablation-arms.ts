import { and, eq, inArray } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import { ablation, ablationArm, ablationResult } from '@/db/schema';
import type { LlmUse } from '@/lib/core/llm-use';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';

export interface GivenAblation {
  studyId: string;
  name: string;
  /** Embedding model of the arms that compare vectors; null picks one whose queries can be embedded here. */
  model: string | null;
  /** The language model of arms that ask one. */
  llm?: LlmUse | null;
  arms: readonly RetrievalSetting[];
}

/** Records an ablation whose arms wait to be run. */
export async function createAblation(
  db: Db,
  { studyId, name, model, arms, llm = null }: GivenAblation,
): Promise<string> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .insert(ablation)
      .values({ studyId, name, spec: { model, llm } })
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

/** Lets arms wait again. */
export async function resetArms(
  tx: Transaction | Db,
  ablationId: string,
  arms: readonly number[],
): Promise<void> {
  if (arms.length === 0) return;
  const those = [...arms];
  await tx
    .delete(ablationResult)
    .where(and(eq(ablationResult.ablationId, ablationId), inArray(ablationResult.arm, those)));
  await tx
    .update(ablationArm)
    .set({ state: 'waiting', summary: null, finishedAt: null })
    .where(and(eq(ablationArm.ablationId, ablationId), inArray(ablationArm.arm, those)));
}
