import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablation, type job } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { JudgingSpec } from '@/lib/core/retrieval/judging';
import { getJudgingJob } from '@/lib/queries/judging-job';
import { estimateJudging } from '@/lib/queries/judging-pool';
import { startJob } from './jobs';
import { requireAnswerable } from './require-answerable';

/**
 * Starts to have a language model judge what the arms of an ablation retrieved.
 *
 * @throws AppError `not-found`; `conflict` while one judges already; `not-estimable` when there is nothing to judge;
 *   LlmError `no-key` and `no-price` for what the job would only find out later
 */
export async function startJudging(
  db: Db,
  ablationId: string,
  spec: JudgingSpec,
): Promise<typeof job.$inferSelect> {
  const found = await db
    .select({ studyId: ablation.studyId })
    .from(ablation)
    .where(eq(ablation.id, ablationId));
  if (!found[0]) throw new AppError('not-found', 'There is no such ablation.');
  requireAnswerable(spec);
  const last = await getJudgingJob(db, ablationId);
  if (last?.state === 'queued' || last?.state === 'running') {
    throw new AppError('conflict', 'This ablation is being judged.', {
      hint: 'Wait until that is done, or cancel it first.',
    });
  }
  const { pairs, tasksWithoutText } = await estimateJudging(db, ablationId, spec);
  if (pairs === 0) {
    throw new AppError(
      'not-estimable',
      'There is nothing to judge: no arm retrieved a memory for a task with a text.',
      {
        hint:
          tasksWithoutText > 0
            ? 'The logs of this study do not hold the texts of its tasks: import a list of tasks.'
            : 'Run the arms of the ablation first.',
      },
    );
  }
  return startJob(db, 'judge-relevance', { ablationId, ...spec }, found[0].studyId);
}
