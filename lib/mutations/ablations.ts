import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablation, ablationArm, job } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { LlmUse } from '@/lib/core/llm-use';
import { mostArms, settingKey } from '@/lib/core/retrieval/grid';
import { asksModel, type RetrievalSetting } from '@/lib/core/retrieval/setting';
import { settingSchema } from '@/lib/core/retrieval/setting-schema';
import { findStudy } from '@/lib/queries/studies';
import { addArms, createAblation, type GivenAblation, resetArms } from './ablation-arms';
import { startJob } from './jobs';
import { requireAnswerable } from './require-answerable';

/** @throws AppError `invalid-input` without a model for arms that ask one, or LlmError `no-key`, `no-price` */
function requireModel(arms: readonly RetrievalSetting[], llm: LlmUse | null): void {
  if (!arms.some(asksModel)) return;
  if (!llm) {
    throw new AppError('invalid-input', 'Some of the arms ask a language model, and none is named.', {
      where: 'llm',
      hint: 'Name it, for example "llm": {"model": "gpt-4.1-mini", "budgetUsd": 2}.',
    });
  }
  requireAnswerable(llm);
}

/** Records an ablation and starts the job that runs it. @throws AppError `not-found` for an unknown study; see requireModel */
export async function startAblation(
  db: Db,
  given: GivenAblation,
): Promise<{ ablationId: string; job: typeof job.$inferSelect }> {
  if (!(await findStudy(db, given.studyId)))
    throw new AppError('not-found', `There is no study “${given.studyId}”.`);
  requireModel(given.arms, given.llm ?? null);
  const ablationId = await createAblation(db, given);
  return { ablationId, job: await startArms(db, ablationId, given.studyId) };
}

/**
 * Adds arms to an ablation and runs those that have not run: the others are not repeated.
 *
 * @param arms  those that the ablation has already are passed over; none at all goes on with what waits. Or what to add
 *   to those that it has
 * @param more.llm  the language model and budget from now on; without it the ablation keeps the one it has
 * @param more.askAgain  lets arms run again for which a model gave no usable answer on some task; what was answered is kept
 * @throws AppError `not-found`, `conflict` while arms run, or `limit-exceeded` for too many arms
 */
export async function extendAblation(
  db: Db,
  ablationId: string,
  arms: readonly RetrievalSetting[] | ((present: readonly RetrievalSetting[]) => RetrievalSetting[]),
  { llm, askAgain = false }: { llm?: LlmUse | null | undefined; askAgain?: boolean } = {},
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
      .select({
        arm: ablationArm.arm,
        settings: ablationArm.settings,
        state: ablationArm.state,
        summary: ablationArm.summary,
      })
      .from(ablationArm)
      .where(eq(ablationArm.ablationId, ablationId))
      .orderBy(asc(ablationArm.arm));
    const stored = present.map(({ settings, ...arm }) => ({
      ...arm,
      setting: settingSchema.parse(settings),
    }));
    const known = stored.map(({ setting }) => setting);
    const keys = new Set(known.map(settingKey));
    const wanted = typeof arms === 'function' ? arms(known) : arms;
    const fresh = wanted.filter((arm) => !keys.has(settingKey(arm)));
    if (present.length + fresh.length > mostArms) {
      throw new AppError(
        'limit-exceeded',
        `The ablation would have ${present.length + fresh.length} arms; at most ${mostArms} are compared.`,
      );
    }
    const again = askAgain
      ? stored.filter(({ setting, summary }) => asksModel(setting) && Number(summary?.tasksWithoutResult) > 0)
      : [];
    const asking = [...fresh, ...again.map((one) => one.setting)].concat(
      stored.flatMap(({ state, setting }) => (state === 'waiting' ? [setting] : [])),
    );
    const use = llm ?? rows[0].spec.llm ?? null;
    requireModel(asking, use);
    await resetArms(
      tx,
      ablationId,
      again.map(({ arm }) => arm),
    );
    await addArms(tx, ablationId, fresh, present.length);
    await tx
      .update(ablation)
      .set({
        spec: { ...rows[0].spec, llm: use },
        // What was said of all arms together no longer holds.
        ...(fresh.length + again.length > 0 ? { summary: null } : {}),
      })
      .where(eq(ablation.id, ablationId));
    return { studyId: rows[0].studyId, added: fresh.length };
  });
  return { ablationId, added, job: await startArms(db, ablationId, studyId) };
}

async function startArms(db: Db, ablationId: string, studyId: string): Promise<typeof job.$inferSelect> {
  const started = await startJob(db, 'run-ablation-grid', { ablationId }, studyId);
  await db.update(ablation).set({ jobId: started.id }).where(eq(ablation.id, ablationId));
  return started;
}
