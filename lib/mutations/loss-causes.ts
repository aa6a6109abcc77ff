import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, lossCause, task } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { handJudge, type LossCause } from '@/lib/core/gains/loss-causes';

export interface LossPlace {
  studyId: string;
  taskId: string;
  conditionId: string;
}

export interface GivenCause extends LossPlace {
  cause: LossCause;
  /** Who says so; a person unless given. */
  judge?: string;
  evidence?: string | null;
}

/**
 * Says why a task was lost under a condition, in place of what the same judge said before.
 *
 * @throws AppError `not-found` when the study has no such task or condition
 */
export async function setLossCause(
  db: Db,
  { studyId, taskId, conditionId, cause, judge = handJudge, evidence = null }: GivenCause,
): Promise<void> {
  const found = await db
    .select({ id: task.id })
    .from(task)
    .innerJoin(condition, and(eq(condition.studyId, task.studyId), eq(condition.id, conditionId)))
    .where(and(eq(task.id, taskId), eq(task.studyId, studyId)));
  if (!found[0]) throw new AppError('not-found', 'This study has no such task or condition.');
  // PostgreSQL refuses the NUL character.
  const said = { cause, evidence: evidence?.replaceAll('\u0000', '\ufffd') ?? null };
  await db
    .insert(lossCause)
    .values({ taskId, conditionId, judge, ...said })
    .onConflictDoUpdate({
      target: [lossCause.taskId, lossCause.conditionId, lossCause.judge],
      set: { ...said, createdAt: sql`now()` },
    });
}

/** Takes back what a person said about a loss; nothing happens where nothing was said. */
export async function removeLossCause(
  db: Db,
  { taskId, conditionId }: Omit<LossPlace, 'studyId'>,
): Promise<void> {
  await db
    .delete(lossCause)
    .where(
      and(
        eq(lossCause.taskId, taskId),
        eq(lossCause.conditionId, conditionId),
        eq(lossCause.judge, handJudge),
      ),
    );
}
