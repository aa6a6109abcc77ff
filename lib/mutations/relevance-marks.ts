import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory, relevanceMark, task } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { handJudge, type RelevanceGrade } from '@/lib/core/retrieval/relevance';

export interface GivenMark {
  taskId: string;
  memoryId: string;
  grade: RelevanceGrade;
  /** Who says so; a person unless given. */
  judge?: string;
  reason?: string | null;
}

/**
 * Marks how relevant a memory is for a task, in place of what the same judge said before.
 *
 * @throws AppError `not-found` when there is no such task, or its study has no such memory
 */
export async function setRelevanceMark(
  db: Db,
  { taskId, memoryId, grade, judge = handJudge, reason = null }: GivenMark,
): Promise<void> {
  const found = await db
    .select({ memoryId: memory.id })
    .from(task)
    .leftJoin(memory, and(eq(memory.studyId, task.studyId), eq(memory.id, memoryId)))
    .where(eq(task.id, taskId));
  if (!found[0]) throw new AppError('not-found', 'There is no such task.');
  if (!found[0].memoryId) throw new AppError('not-found', 'The study of this task has no such memory.');
  // PostgreSQL refuses the NUL character.
  const said = { grade, reason: reason?.replaceAll('\u0000', '\ufffd') ?? null };
  await db
    .insert(relevanceMark)
    .values({ taskId, memoryId, judge, ...said })
    .onConflictDoUpdate({
      target: [relevanceMark.taskId, relevanceMark.memoryId, relevanceMark.judge],
      set: { ...said, createdAt: sql`now()` },
    });
}

/** Takes a person's mark back; nothing happens where there is none. */
export async function removeRelevanceMark(
  db: Db,
  { taskId, memoryId }: Pick<GivenMark, 'taskId' | 'memoryId'>,
): Promise<void> {
  await db
    .delete(relevanceMark)
    .where(
      and(
        eq(relevanceMark.taskId, taskId),
        eq(relevanceMark.memoryId, memoryId),
        eq(relevanceMark.judge, handJudge),
      ),
    );
}
