import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import {
  baselinesByModel,
  nameOfBaselines,
  type OwnBaselines,
  ownModel,
  suggestBaseline,
} from '@/lib/core/gains/baselines';
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
  /** Conditions that are compared with another one instead. */
  baselines: OwnBaselines;
  /** What they are compared with, as it stands after "over". */
  baselineName: string;
}

/**
 * A study's conditions and the one that the others are compared with: the one asked for, else the study's own, else a
 * likely one. Unless one was asked for, conditions of another model are compared with the one of that model without memory.
 *
 * @throws AppError `not-found` for an unknown study or baseline, `not-estimable` when there are no conditions
 */
export async function comparedConditions(
  db: Db,
  studyId: string,
  baselineId: string | undefined,
): Promise<ComparedConditions> {
  const { study: found, conditions } = await readStudy(db, studyId);
  if (!found) throw new AppError('not-found', `There is no study “${studyId}”.`);
  if (conditions.length === 0)
    throw new AppError('not-estimable', 'This study has no trials yet.', { hint: 'Import run logs first.' });
  return compared(found, conditions, baselineId);
}

/**
 * The same; null where nothing can be compared yet, in a study without conditions or an unknown one.
 *
 * @throws AppError `not-found` for an unknown baseline
 */
export async function findComparedConditions(
  db: Db,
  studyId: string,
  baselineId?: string,
): Promise<ComparedConditions | null> {
  const { study: found, conditions } = await readStudy(db, studyId);
  return found && conditions.length > 0 ? compared(found, conditions, baselineId) : null;
}

async function readStudy(db: Db, studyId: string) {
  const [studies, conditions] = await Promise.all([
    db.select().from(study).where(eq(study.id, studyId)),
    db
      .select({ id: condition.id, label: condition.label, settings: condition.settings })
      .from(condition)
      .where(eq(condition.studyId, studyId))
      .orderBy(asc(condition.position), asc(condition.label)),
  ]);
  return { study: studies[0], conditions };
}

function compared(
  found: ComparedConditions['study'],
  conditions: ComparedCondition[],
  baselineId: string | undefined,
): ComparedConditions {
  const asked = baselineId === ownModel ? undefined : baselineId;
  const wanted = asked ?? found.baselineConditionId ?? suggestBaseline(conditions).id;
  const baseline = conditions.find(({ id }) => id === wanted);
  if (!baseline) {
    throw new AppError('not-found', 'The condition asked for as the baseline does not exist in this study.', {
      hint: 'It may have been renamed, merged or deleted; choose another.',
    });
  }
  const baselines = asked === undefined ? baselinesByModel(conditions, baseline.id) : {};
  const baselineName = nameOfBaselines(baseline.label, baselines);
  return { study: found, conditions, baseline, baselines, baselineName };
}
