import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { suggestBaseline } from '@/lib/core/gains/suggest-baseline';
import type { ConditionSettings } from '@/lib/core/vocabulary';

export interface ComparedCondition {
  id: string;
  label: string;
  settings: ConditionSettings;
}

export interface ComparedConditions {
  study: typeof study.$inferSelect;
  /** In the study's order. */
  conditions: ComparedCondition[];
  baseline: ComparedCondition;
}

/**
 * A study's conditions and the one that the others are compared with: the one asked for, else the study's own, else a
 * likely one.
 *
 * @throws AppError `not-found` for an unknown study or baseline, `not-estimable` when there are no conditions
 */
export async function comparedConditions(
  db: Db,
  studyId: string,
  baselineId: string | undefined,
): Promise<ComparedConditions> {
  const [studies, conditions] = await Promise.all([
    db.select().from(study).where(eq(study.id, studyId)),
    db
      .select({ id: condition.id, label: condition.label, settings: condition.settings })
      .from(condition)
      .where(eq(condition.studyId, studyId))
      .orderBy(asc(condition.position), asc(condition.label)),
  ]);
  const found = studies[0];
  if (!found) throw new AppError('not-found', `There is no study “${studyId}”.`);
  if (conditions.length === 0)
    throw new AppError('not-estimable', 'This study has no trials yet.', { hint: 'Import run logs first.' });
  const wanted = baselineId ?? found.baselineConditionId ?? suggestBaseline(conditions).id;
  const baseline = conditions.find(({ id }) => id === wanted);
  if (!baseline) {
    throw new AppError('not-found', 'The condition asked for as the baseline does not exist in this study.', {
      hint: 'It may have been renamed, merged or deleted; choose another.',
    });
  }
  return { study: found, conditions, baseline };
}
