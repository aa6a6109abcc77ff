import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { job } from '@/db/schema';
import type { JobRow } from './jobs';

/** The newest job that has an ablation judged; null when there was none. */
export async function getJudgingJob(db: Db, ablationId: string): Promise<JobRow | null> {
  const rows = await db
    .select()
    .from(job)
    .where(and(eq(job.kind, 'judge-relevance'), sql`${job.input}->>'ablationId' = ${ablationId}`))
    .orderBy(desc(job.createdAt))
    .limit(1);
  return rows[0] ?? null;
}
