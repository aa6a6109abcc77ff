import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { job } from '@/db/schema';
import type { AskedSoFar } from './ask-each';

const spentSchema = z.object({
  progress: z.object({ spent: z.object({ tokens: z.number().min(0), usd: z.number().min(0) }) }),
});

export interface Spent {
  tokens: number;
  usd: number;
}

/** What this job used before it was cut off: its budget is one, however often it goes on. */
export async function spentBefore(db: Db, jobId: string): Promise<Spent> {
  const rows = await db.select({ result: job.result }).from(job).where(eq(job.id, jobId));
  return spentSchema.safeParse(rows[0]?.result).data?.progress.spent ?? { tokens: 0, usd: 0 };
}

/** That, and what was spent since. */
export const sumOfSpent = (before: Spent, { usage }: AskedSoFar): Spent => ({
  tokens: before.tokens + (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0),
  usd: before.usd + (usage.costUsd ?? 0),
});
