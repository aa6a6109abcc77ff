import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, condition, judgement, study, task, trial } from '@/db/schema';
import { readSteps } from '@/lib/artefacts/steps';
import { AppError } from '@/lib/core/errors';
import { instantMs } from '@/lib/core/instant';
import type { Step } from '@/lib/core/vocabulary';
import { trajectoryWithSteps } from '@/lib/mutations/steps-of-trial';

/** A trial with all that memories are made from. */
export interface GenerationTrial {
  id: string;
  source: string;
  externalId: string;
  benchmark: string;
  task: string;
  taskText: string | null;
  /** The model that did the task. */
  model: string | null;
  /** What the verifier said; null when it said nothing. */
  verified: boolean | null;
  /** What the judge asked for said, else what all judges say; null when nobody judged or they differ. */
  judged: boolean | null;
  /** When it ended, else when it began, as ISO 8601 in universal time; null for logs that name no zone. */
  endedAt: string | null;
  steps: Step[];
}

/**
 * Reads a trial with its steps.
 *
 * @param judge whose verdict comes before others'
 * @throws AppError `not-found` when the trial or its log is gone
 */
export async function loadGenerationTrial(
  db: Db,
  trialId: string,
  judge: string | null,
): Promise<GenerationTrial> {
  const judged = sql<boolean | null>`(
    select coalesce(bool_and(j.verdict) filter (where j.judge = ${judge}::text),
      case when bool_and(j.verdict) = bool_or(j.verdict) then bool_and(j.verdict) end)
    from ${judgement} j where j.trial_id = ${trialId}::uuid)`;
  const rows = await db
    .select({
      id: trial.id,
      source: trial.source,
      externalId: trial.externalId,
      benchmark: benchmark.name,
      task: task.externalId,
      taskText: task.text,
      settings: condition.settings,
      verified: sql<boolean | null>`${trial.reward} >= ${study.passThreshold}`,
      judged,
      startedAt: trial.startedAt,
      durationMs: trial.durationMs,
    })
    .from(trial)
    .innerJoin(study, eq(study.id, trial.studyId))
    .innerJoin(condition, eq(condition.id, trial.conditionId))
    .innerJoin(task, eq(task.id, trial.taskId))
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(eq(trial.id, trialId));
  const found = rows[0];
  if (!found) throw new AppError('not-found', 'This trial was deleted.');
  const { settings, startedAt, durationMs, ...facts } = found;
  const { artefact } = await trajectoryWithSteps(db, trialId);
  if (artefact === null) throw new AppError('not-found', 'The steps of this trial cannot be read any more.');
  const { steps } = await readSteps(artefact, 0, Number.MAX_SAFE_INTEGER);
  const model = settings.model ?? steps.find((step) => step.model)?.model ?? null;
  return { ...facts, model, steps, endedAt: endOf(startedAt, durationMs) };
}

/** Without a duration the beginning: it did not end sooner. */
function endOf(startedAt: string | null, durationMs: number | null): string | null {
  const began = instantMs(startedAt);
  return began === null ? null : new Date(began + (durationMs ?? 0)).toISOString();
}
