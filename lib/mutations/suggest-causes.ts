import type { Db } from '@/db/client';
import type { job } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { CauseSpec } from '@/lib/core/gains/cause-suggestion';
import { getCauseJob, listUnexplained } from '@/lib/queries/unexplained-losses';
import { startJob } from './jobs';
import { requireAnswerable } from './require-answerable';

/**
 * Starts to have a language model suggest why tasks were lost.
 *
 * @throws AppError `not-found`; `conflict` while one does so already; `not-estimable` when there is nothing to explain;
 *   LlmError `no-key` and `no-price` for what the job would only find out later
 */
export async function startSuggesting(
  db: Db,
  studyId: string,
  spec: CauseSpec,
): Promise<typeof job.$inferSelect> {
  requireAnswerable(spec);
  const last = await getCauseJob(db, studyId);
  if (last?.state === 'queued' || last?.state === 'running') {
    throw new AppError('conflict', 'The losses of this study are being explained.', {
      hint: 'Wait until that is done, or cancel it first.',
    });
  }
  const { losses, explained, withoutTrajectory } = await listUnexplained(db, studyId, spec);
  if (losses.length === 0) {
    throw new AppError('not-estimable', 'There is no loss to explain here.', {
      hint:
        withoutTrajectory > 0
          ? 'The logs of these losses hold no steps.'
          : explained > 0
            ? 'This model has explained all of them; choose another, or other filters.'
            : 'Choose other filters, or another baseline.',
    });
  }
  return startJob(db, 'suggest-causes', { studyId, ...spec }, studyId);
}
