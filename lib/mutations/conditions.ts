import { and, eq, ne, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, study, trial } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { ConditionSettings } from '@/lib/core/vocabulary';

export interface ConditionChange {
  label?: string | undefined;
  settings?: ConditionSettings | undefined;
  /** True makes it the study's baseline. */
  baseline?: boolean | undefined;
}

export interface ConditionChanged {
  id: string;
  studyId: string;
  label: string;
  /** Set when the new label was taken: the trials went to that condition and this one is gone. */
  mergedInto: string | null;
}

/**
 * Renames a condition, changes its settings or makes it the baseline. Renaming to a label that exists merges the two.
 * The old label stays known, so that importing the same logs again finds the condition.
 */
export function updateCondition(db: Db, id: string, change: ConditionChange): Promise<ConditionChanged> {
  return db.transaction(async (tx) => {
    const own = (await tx.select().from(condition).where(eq(condition.id, id)).for('update'))[0];
    if (!own) throw new AppError('not-found', 'This condition does not exist (any more).');
    const label = change.label?.trim() || own.label;
    const target = (
      await tx
        .select()
        .from(condition)
        .where(and(eq(condition.studyId, own.studyId), eq(condition.label, label), ne(condition.id, id)))
        .for('update')
    )[0];
    const survivor = target ?? own;
    const aliases = new Set([
      ...survivor.aliases,
      ...own.aliases,
      ...(own.label === label ? [] : [own.label]),
    ]);
    aliases.delete(label);
    await tx
      .update(condition)
      .set({
        label,
        aliases: [...aliases],
        settings: { ...survivor.settings, ...change.settings },
        ...(change.label === undefined ? {} : { basis: null }),
      })
      .where(eq(condition.id, survivor.id));
    if (target) {
      await tx.update(trial).set({ conditionId: target.id }).where(eq(trial.conditionId, id));
      await tx.update(study).set({ baselineConditionId: target.id }).where(eq(study.baselineConditionId, id));
      await tx.delete(condition).where(eq(condition.id, id));
    }
    await tx
      .update(study)
      .set({
        revision: sql`${study.revision} + 1`,
        ...(change.baseline === undefined
          ? {}
          : { baselineConditionId: change.baseline ? survivor.id : null }),
      })
      .where(eq(study.id, own.studyId));
    return { id: survivor.id, studyId: own.studyId, label, mergedInto: target ? target.id : null };
  });
}
