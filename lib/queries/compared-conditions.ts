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
import { findBaselineId } from './find-condition';

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
 * @param baseline a condition by id, label or former label, or `own-model`
 * @throws AppError `not-found` for an unknown study or baseline, `not-estimable` when there are no conditions
 */
export async function comparedConditions(
  db: Db,
  studyId: string,
  baseline: string | undefined,
): Promise<ComparedConditions> {
  const { study: found, conditions } = await readStudy(db, studyId);
  if (!found) throw new AppError('not-found', `There is no study “${studyId}”.`);
  if (conditions.length === 0)
    throw new AppError('not-estimable', 'This study has no trials yet.', { hint: 'Import run logs first.' });
  return compared(found, conditions, baseline);
}

/**
 * The same; null where nothing can be compared yet, in a study without conditions or an unknown one.
 *
 * @throws AppError `not-found` for an unknown baseline
 */
export async function findComparedConditions(
  db: Db,
  studyId: string,
  baseline?: string,
): Promise<ComparedConditions | null> {
  const { study: found, conditions } = await readStudy(db, studyId);
  return found && conditions.length > 0 ? compared(found, conditions, baseline) : null;
}

async function readStudy(db: Db, studyId: string) {
  const [studies, conditions] = await Promise.all([
    db.select().from(study).where(eq(study.id, studyId)),
    db
      .select({
        id: condition.id,
        label: condition.label,
        settings: condition.settings,
        aliases: condition.aliases,
      })
      .from(condition)
      .where(eq(condition.studyId, studyId))
      .orderBy(asc(condition.position), asc(condition.label)),
  ]);
  return { study: studies[0], conditions };
}

function compared(
  found: ComparedConditions['study'],
  named: (ComparedCondition & { aliases: string[] })[],
  name: string | undefined,
): ComparedConditions {
  const conditions = named.map(({ aliases: _, ...one }): ComparedCondition => one);
  const given = name === undefined ? ownModel : findBaselineId(named, name);
  const asked = given === ownModel ? undefined : given;
  const wanted = asked ?? found.baselineConditionId;
  const baseline = conditions.find(({ id }) => id === wanted) ?? suggestBaseline(conditions);
  const baselines = asked === undefined ? baselinesByModel(conditions, baseline.id) : {};
  const baselineName = nameOfBaselines(baseline.label, baselines);
  return { study: found, conditions, baseline, baselines, baselineName };
}
