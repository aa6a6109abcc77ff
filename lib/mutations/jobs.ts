import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { job } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { type JobKindName, jobKinds } from '@/lib/jobs';
import { openedQueue } from '@/lib/jobs/queue';

/** Asks a job to end; one that has not begun ends at once. */
export async function cancelJob(db: Db, id: string): Promise<void> {
  await db
    .update(job)
    .set({
      state: 'cancelled',
      finishedAt: sql`now()`,
      error: { code: 'cancelled', message: 'The job was cancelled before it began.' },
    })
    .where(and(eq(job.id, id), eq(job.state, 'queued')));
  await db
    .update(job)
    .set({ cancelRequested: sql`now()` })
    .where(and(eq(job.id, id), eq(job.state, 'running'), isNull(job.cancelRequested)));
}

/** Runs an ended job again, from where its finished parts left off. */
export async function retryJob(db: Db, id: string): Promise<void> {
  const rows = await db
    .update(job)
    .set({ state: 'queued', cancelRequested: null, error: null, finishedAt: null, createdAt: sql`now()` })
    .where(and(eq(job.id, id), inArray(job.state, ['failed', 'cancelled'])))
    .returning({ id: job.id });
  if (rows.length === 0) {
    throw new AppError('conflict', 'Only a job that failed or was cancelled can be tried again.');
  }
  await (await openedQueue())?.send(id);
}

/**
 * Stores a job and queues it. When this process has no queue open, a worker's sweep finds the row.
 *
 * @throws ZodError when the input does not fit the kind
 */
export async function startJob(
  db: Db,
  kind: JobKindName,
  input: Record<string, unknown>,
  studyId: string | null,
): Promise<typeof job.$inferSelect> {
  jobKinds[kind].input.parse(input);
  const rows = await db.insert(job).values({ kind, input, studyId, message: 'Waiting to start' }).returning();
  await (await openedQueue())?.send(rows[0]!.id);
  return rows[0]!;
}
