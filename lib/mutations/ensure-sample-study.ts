import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { job, study } from '@/db/schema';
import { startJob } from './jobs';

/** Any number, the same in every process: two servers that start together must not both fill the store. */
const sampleLock = 72_616_002;

/** Starts the job that makes the sample study when the store has never held a study. */
export async function ensureSampleStudy(db: Db): Promise<void> {
  if (process.env.CARRYOVER_SAMPLE === 'off') return;
  const empty = await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${sampleLock})`);
    const { rows } = await tx.execute<{ n: number }>(
      sql`select (select count(*) from ${study})::int + (select count(*) from ${job} where kind = 'create-sample-study')::int as n`,
    );
    return rows[0]!.n === 0;
  });
  if (empty) await startJob(db, 'create-sample-study', {}, null);
}
