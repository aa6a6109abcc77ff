import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablation, ablationArm, job } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { mostArms, settingKey } from '@/lib/core/retrieval/grid';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';
import { settingSchema } from '@/lib/core/retrieval/setting-schema';
import { findStudy } from '@/lib/queries/studies';
import { addArms, createAblation, type GivenAblation } from './ablation-arms';
import { startJob } from './jobs';

/** Records an ablation and starts the job that runs it. @throws AppError `not-found` for an unknown study */
export async function startAblation(
  db: Db,
  given: GivenAblation,
): Promise<{ ablationId: string; job: typeof job.$inferSelect }> {
  if (!(await findStudy(db, given.studyId)))
    throw new AppError('not-found', `There is no study “${given.studyId}”.`);
  const ablationId = await createAblation(db, given);
  return { ablationId, job: await startArms(db, ablationId, given.studyId) };
}

/**
 * Adds arms to an ablation and runs those that have not run: the others are not repeated.
 *
 * @param arms  those that the ablation has already are passed over; none at all goes on with what waits
 * @throws AppError `not-found`, or `limit-exceeded` for too many arms
 */
export async function extendAblation(
  db: Db,
  ablationId: string,
  arms: readonly RetrievalSetting[],
): Promise<{ ablationId: string; added: number; job: typeof job.$inferSelect }> {
  const { studyId, added } = await db.transaction(async (tx) => {
    const rows = await tx.select().from(ablation).where(eq(ablation.id, ablationId)).for('update');
    if (!rows[0]) throw new AppError('not-found', 'There is no such ablation.');
    const active = rows[0].jobId
      ? (await tx.select({ state: job.state }).from(job).where(eq(job.id, rows[0].jobId)))[0]
      : null;
    // Two jobs over one ablation could store arms that were run over different pools.
    if (active && (active.state === 'queued' || active.state === 'running')) {
      throw new AppError('conflict', 'Arms of this ablation are running.', {
        hint: 'Wait until they are done, or cancel their job, and add arms then.',
      });
    }
    const present = await tx
      .select({ settings: ablationArm.settings })
      .from(ablationArm)
      .where(eq(ablationArm.ablationId, ablationId))
      .orderBy(asc(ablationArm.arm));
    const keys = new Set(present.map(({ settings }) => settingKey(settingSchema.parse(settings))));
    const fresh = arms.filter((arm) => !keys.has(settingKey(arm)));
    if (present.length + fresh.length > mostArms) {
      throw new AppError(
        'limit-exceeded',
        `The ablation would have ${present.length + fresh.length} arms; at most ${mostArms} are compared.`,
      );
    }
    await addArms(tx, ablationId, fresh, present.length);
    // What was said of all arms together no longer holds.
    if (fresh.length > 0) await tx.update(ablation).set({ summary: null }).where(eq(ablation.id, ablationId));
    return { studyId: rows[0].studyId, added: fresh.length };
  });
  return { ablationId, added, job: await startArms(db, ablationId, studyId) };
}

async function startArms(db: Db, ablationId: string, studyId: string): Promise<typeof job.$inferSelect> {
  const started = await startJob(db, 'run-ablation-grid', { ablationId }, studyId);
  await db.update(ablation).set({ jobId: started.id }).where(eq(ablation.id, ablationId));
  return started;
}
