import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationArm, ablationResult } from '@/db/schema';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';
import { settingSchema } from '@/lib/core/retrieval/setting-schema';

/** An arm of a stored ablation. */
export interface StoredArm {
  arm: number;
  setting: RetrievalSetting;
  waiting: boolean;
}

export async function armsOf(db: Db, ablationId: string): Promise<StoredArm[]> {
  const rows = await db
    .select()
    .from(ablationArm)
    .where(eq(ablationArm.ablationId, ablationId))
    .orderBy(asc(ablationArm.arm));
  return rows.map(({ arm, settings, state }) => ({
    arm,
    setting: settingSchema.parse(settings),
    waiting: state === 'waiting',
  }));
}

/** How many arms an ablation has, and how many of them are done. */
export async function countArms(db: Db, ablationId: string): Promise<{ arms: number; done: number }> {
  const rows = await db
    .select({
      arms: sql<number>`count(*)::int`,
      done: sql<number>`(count(*) filter (where ${ablationArm.state} = 'done'))::int`,
    })
    .from(ablationArm)
    .where(eq(ablationArm.ablationId, ablationId));
  return rows[0]!;
}

/** Arm × task → memories, best first; null where an arm could not search. */
export async function rankingsOf(
  db: Db,
  ablationId: string,
  taskIds: readonly string[],
  armCount: number,
): Promise<(string[] | null)[][]> {
  const place = new Map(taskIds.map((id, t) => [id, t]));
  const rankings: (string[] | null)[][] = [];
  for (let arm = 0; arm < armCount; arm++) {
    const ranking = new Array<string[] | null>(taskIds.length).fill(null);
    const rows = await db
      .select({ taskId: ablationResult.taskId, hits: ablationResult.hits, reason: ablationResult.reason })
      .from(ablationResult)
      .where(and(eq(ablationResult.ablationId, ablationId), eq(ablationResult.arm, arm)));
    for (const { taskId, hits, reason } of rows)
      if (reason === null) ranking[place.get(taskId)!] = hits.map(({ memoryId }) => memoryId);
    rankings.push(ranking);
  }
  return rankings;
}
