import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, lossCause } from '@/db/schema';
import type { LossCause } from '@/lib/core/gains/loss-causes';

/** Who says why a task was lost under a condition. */
export interface SaidCause {
  taskId: string;
  conditionId: string;
  judge: string;
  cause: LossCause;
  evidence: string | null;
}

/** Everything that anybody said about the losses of a study, judge by judge. */
export async function listLossCauses(db: Db, studyId: string): Promise<SaidCause[]> {
  const rows = await db
    .select({
      taskId: lossCause.taskId,
      conditionId: lossCause.conditionId,
      judge: lossCause.judge,
      cause: lossCause.cause,
      evidence: lossCause.evidence,
    })
    .from(lossCause)
    .innerJoin(condition, eq(condition.id, lossCause.conditionId))
    .where(eq(condition.studyId, studyId))
    .orderBy(asc(lossCause.judge), asc(lossCause.taskId));
  return rows as SaidCause[];
}
