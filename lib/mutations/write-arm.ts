import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationArm, ablationResult } from '@/db/schema';
import type { ArmReport } from '@/lib/core/retrieval/ablation';
import { recordset } from './records/recordset';

export interface WrittenArm {
  ablationId: string;
  arm: number;
  report: ArmReport;
  /** In the order of the report's tasks. */
  taskIds: readonly string[];
  /** Ids of the pool's memories, by row. */
  memoryIds: readonly string[];
}

/** Stores what an arm retrieved, in place of what it had before, and that it is done: both or neither. */
export async function writeArm(
  db: Db,
  { ablationId, arm, report, taskIds, memoryIds }: WrittenArm,
): Promise<void> {
  const rows = report.tasks.map((result, i) => ({
    taskId: taskIds[i]!,
    queryText: result.queryText,
    candidateCount: result.candidateCount,
    durationMs: result.durationMs,
    reason: result.reason,
    candidates:
      result.candidates?.map(({ memoryIndex, score }) => ({ memoryId: memoryIds[memoryIndex]!, score })) ??
      null,
    asked: result.asked ?? null,
    hits: result.hits.map(({ memoryIndex, score, leakage, evidence, rewritten }) => ({
      memoryId: memoryIds[memoryIndex]!,
      score,
      leakage,
      ...(evidence.length > 0 ? { evidence } : {}),
      ...(rewritten === undefined ? {} : { rewritten }),
    })),
  }));
  const columns = {
    taskId: 'uuid',
    queryText: 'text',
    candidateCount: 'int',
    durationMs: 'float8',
    reason: 'text',
    candidates: 'jsonb',
    asked: 'jsonb',
    hits: 'jsonb',
  };
  await db.transaction(async (tx) => {
    await tx
      .delete(ablationResult)
      .where(and(eq(ablationResult.ablationId, ablationId), eq(ablationResult.arm, arm)));
    await tx.execute(sql`
      insert into ${ablationResult}
        (ablation_id, arm, task_id, query_text, candidate_count, duration_ms, reason, candidates, asked, hits)
      select ${ablationId}::uuid, ${arm}::int, given.* from ${recordset('given', columns, rows)}`);
    await tx
      .update(ablationArm)
      .set({ state: 'done', summary: { ...report.summary }, finishedAt: sql`now()` })
      .where(and(eq(ablationArm.ablationId, ablationId), eq(ablationArm.arm, arm)));
  });
}
