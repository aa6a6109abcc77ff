import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, condition, task, trajectory, trial } from '@/db/schema';
import { readSteps } from '@/lib/artefacts/steps';
import { AppError } from '@/lib/core/errors';
import type { Step } from '@/lib/core/vocabulary';
import { trajectoryWithSteps } from '@/lib/mutations/steps-of-trial';

export interface TrialDetail {
  trial: typeof trial.$inferSelect;
  trajectory: typeof trajectory.$inferSelect | null;
  condition: { id: string; label: string };
  task: { id: string; externalId: string };
  benchmark: string;
}

/** One trial with where it belongs; null when there is none. */
export async function getTrial(db: Db, id: string): Promise<TrialDetail | null> {
  const rows = await db
    .select({
      trial,
      trajectory,
      condition: { id: condition.id, label: condition.label },
      task: { id: task.id, externalId: task.externalId },
      benchmark: benchmark.name,
    })
    .from(trial)
    .innerJoin(condition, eq(condition.id, trial.conditionId))
    .innerJoin(task, eq(task.id, trial.taskId))
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .leftJoin(trajectory, eq(trajectory.trialId, trial.id))
    .where(eq(trial.id, id));
  return rows[0] ?? null;
}

export interface StepsPage {
  steps: Step[];
  from: number;
  total: number;
}

/**
 * Steps of a trial, or of one of its sub-agents, read by range from the artefact store.
 *
 * @throws AppError `not-found` when the trial has no trajectory
 */
export async function getTrialSteps(
  db: Db,
  trialId: string,
  { from, count, subagent }: { from: number; count: number; subagent?: number | undefined },
): Promise<StepsPage> {
  const log = await trajectoryWithSteps(db, trialId);
  const artefact = subagent === undefined ? log.artefact : log.subagents[subagent]?.artefact;
  if (!artefact) throw new AppError('not-found', 'This trial has no trajectory in the imported logs.');
  return { ...(await readSteps(artefact, from, count)), from };
}
