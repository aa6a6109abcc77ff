import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, condition, study, task, trial } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import type { GainsInput, GainsReport } from '@/lib/core/gains/report';
import { keptAnswers } from './kept-answers';
import { suggestBaseline } from './suggest-baseline';

export interface GainsQuestion {
  studyId: string;
  /** Default: the study's own, else the condition whose label or settings say that it used no memory. */
  baselineId?: string | undefined;
  k: number;
  /** Default: the study's own. */
  threshold?: number | undefined;
  missing?: GainsInput['missing'] | undefined;
  seed?: number | undefined;
}

export const gainsSeed = 7;

// Answers are small and asked for again with every filter change; the study's revision makes them stale.
const kept = keptAnswers<GainsReport>('gains', 50);

/** Trial outcomes of a study, as the numbers want them. */
export async function loadOutcomes(db: Db, studyId: string): Promise<GainsInput['trials']> {
  const rows = await db
    .select({
      benchmark: benchmark.name,
      task: task.externalId,
      condition: trial.conditionId,
      reward: trial.reward,
      exceptionType: trial.exceptionType,
    })
    .from(trial)
    .innerJoin(task, eq(task.id, trial.taskId))
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(eq(trial.studyId, studyId))
    .orderBy(asc(trial.id));
  return rows.map(({ exceptionType, ...r }) => ({ ...r, exception: exceptionType !== null }));
}

/**
 * The gains of every condition against the baseline, computed in a worker and kept until the study changes.
 *
 * @throws AppError `not-found` for an unknown study or baseline, `not-estimable` when there are no trials
 */
export async function getGains(db: Db, question: GainsQuestion): Promise<GainsReport> {
  const { studyId } = question;
  const found = (await db.select().from(study).where(eq(study.id, studyId)))[0];
  if (!found) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const conditions = await db
    .select({ id: condition.id, label: condition.label, settings: condition.settings })
    .from(condition)
    .where(eq(condition.studyId, studyId))
    .orderBy(asc(condition.position), asc(condition.label));
  if (conditions.length === 0) {
    throw new AppError('not-estimable', 'This study has no trials yet.', { hint: 'Import run logs first.' });
  }
  const baseline = question.baselineId ?? found.baselineConditionId ?? suggestBaseline(conditions).id;
  if (!conditions.some((c) => c.id === baseline)) {
    throw new AppError('not-found', 'The condition asked for as the baseline does not exist in this study.', {
      hint: 'It may have been renamed, merged or deleted; choose another.',
    });
  }
  const settings = {
    baseline,
    passK: question.k,
    threshold: question.threshold ?? found.passThreshold,
    missing: question.missing ?? ('leave-out' as const),
    seed: question.seed ?? gainsSeed,
  };
  return kept([studyId, found.createdAt, found.revision, settings, conditions], async () => {
    const trials = await loadOutcomes(db, studyId);
    return compute('gains', {
      ...settings,
      trials,
      conditions: conditions.map(({ id, label }) => ({ id, label })),
    });
  });
}

/** Trials per task under a condition: the largest k for which pass@k may be estimable. */
export async function maxAttempts(db: Db, studyId: string): Promise<number> {
  const trials = await loadOutcomes(db, studyId);
  const counts = new Map<string, number>();
  for (const t of trials) {
    const k = `${t.condition}\u0000${t.benchmark}\u0000${t.task}`;
    counts.set(k, (counts.get(k) ?? 0) + 1);
  }
  return Math.max(1, ...counts.values());
}
