import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { job } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import { embedderFor } from '@/lib/embedders';
import { findStudy } from '@/lib/queries/studies';
import { startJob } from './jobs';

/**
 * Starts to embed the memories of a study that lack a vector.
 *
 * @throws AppError when the model cannot be used here; `not-found`; `conflict` while the same work is under way
 */
export async function startEmbedding(
  db: Db,
  studyId: string,
  request: { model: string; keyText: KeyText },
): Promise<typeof job.$inferSelect> {
  if (!(await findStudy(db, studyId))) throw new AppError('not-found', `There is no study “${studyId}”.`);
  // What can be known now is better told now than by a job that fails.
  embedderFor(request.model);
  const underWay = await db
    .select({ input: job.input })
    .from(job)
    .where(
      and(
        eq(job.studyId, studyId),
        eq(job.kind, 'embed-memories'),
        inArray(job.state, ['queued', 'running']),
      ),
    );
  if (
    underWay.some(
      ({ input }) => input.model === request.model && (input.keyText ?? 'key') === request.keyText,
    )
  ) {
    throw new AppError('conflict', `The memories are being embedded with ${request.model} already.`, {
      hint: 'Wait until it has ended, or cancel it.',
    });
  }
  return startJob(db, 'embed-memories', { studyId, ...request }, studyId);
}
