import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, study, trial } from '@/db/schema';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import { keptAnswers } from './kept-answers';

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

interface Counts {
  trialCount: number;
  taskCount: number;
}

// Counting a hundred thousand trials takes a fifth of a second; whatever writes trials raises the revision.
const kept = keptAnswers<ReadonlyMap<string, Counts>>('counts of conditions', 50);

async function countTrials(db: Db, studyId: string): Promise<ReadonlyMap<string, Counts>> {
  const rows = await db
    .select({
      id: trial.conditionId,
      trialCount: sql<number>`count(*)::int`,
      taskCount: sql<number>`count(distinct ${trial.taskId})::int`,
    })
    .from(trial)
    .where(eq(trial.studyId, studyId))
    .groupBy(trial.conditionId);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** The study's conditions in their order, with how much each holds. */
export async function listConditions(db: Db, studyId: string): Promise<ConditionRow[]> {
  const rows = await db
    .select({
      id: condition.id,
      label: condition.label,
      settings: condition.settings,
      basis: condition.basis,
      aliases: condition.aliases,
      position: condition.position,
      isBaseline: sql<boolean>`coalesce(${study.baselineConditionId} = ${condition.id}, false)`,
      state: { createdAt: study.createdAt, revision: study.revision },
    })
    .from(condition)
    .innerJoin(study, eq(study.id, condition.studyId))
    .where(eq(condition.studyId, studyId))
    .orderBy(asc(condition.position), asc(condition.label));
  if (rows.length === 0) return [];
  const counts = await kept([studyId, rows[0]!.state], () => countTrials(db, studyId));
  return rows.map(({ state: _, ...row }) => ({
    ...row,
    ...(counts.get(row.id) ?? { trialCount: 0, taskCount: 0 }),
  }));
}
