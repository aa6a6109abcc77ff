import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, study, trial } from '@/db/schema';
import type { ConditionSettings } from '@/lib/core/vocabulary';

export interface ConditionRow {
  id: string;
  label: string;
  settings: ConditionSettings;
  /** How the label came about, in words; null once a person named it. */
  basis: string | null;
  aliases: string[];
  position: number;
  trialCount: number;
  taskCount: number;
  isBaseline: boolean;
}

/** The study's conditions in their order, with how much each holds. */
export function listConditions(db: Db, studyId: string): Promise<ConditionRow[]> {
  return db
    .select({
      id: condition.id,
      label: condition.label,
      settings: condition.settings,
      basis: condition.basis,
      aliases: condition.aliases,
      position: condition.position,
      trialCount: sql<number>`count(${trial.id})::int`,
      taskCount: sql<number>`count(distinct ${trial.taskId})::int`,
      isBaseline: sql<boolean>`coalesce(${study.baselineConditionId} = ${condition.id}, false)`,
    })
    .from(condition)
    .innerJoin(study, eq(study.id, condition.studyId))
    .leftJoin(trial, eq(trial.conditionId, condition.id))
    .where(eq(condition.studyId, studyId))
    .groupBy(condition.id, study.baselineConditionId)
    .orderBy(asc(condition.position), asc(condition.label));
}
