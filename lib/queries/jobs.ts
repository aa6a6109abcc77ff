import { desc, eq, inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { job } from '@/db/schema';

export type JobRow = typeof job.$inferSelect;

const listed = 100;

/** Running and past jobs, newest first. */
export function listJobs(db: Db, { studyId }: { studyId?: string } = {}): Promise<JobRow[]> {
  return db
    .select()
    .from(job)
    .where(studyId === undefined ? undefined : eq(job.studyId, studyId))
    .orderBy(desc(job.createdAt))
    .limit(listed);
}

/** One job; null when there is none. */
export async function getJob(db: Db, id: string): Promise<JobRow | null> {
  const rows = await db.select().from(job).where(eq(job.id, id));
  return rows[0] ?? null;
}

/** Jobs by id, for screens that show the job behind a result. */
export async function getJobs(db: Db, ids: (string | null)[]): Promise<Map<string, JobRow>> {
  const wanted = ids.filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await db.select().from(job).where(inArray(job.id, wanted));
  return new Map(rows.map((r) => [r.id, r]));
}
