import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { layoutSnapshot } from '@/db/schema';

/** The newest positions of the map that a job is laying out; null before, after, and when it lays none out. */
export async function getSnapshot(db: Db, jobId: string): Promise<typeof layoutSnapshot.$inferSelect | null> {
  const rows = await db.select().from(layoutSnapshot).where(eq(layoutSnapshot.jobId, jobId));
  return rows[0] ?? null;
}
