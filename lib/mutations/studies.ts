import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { findStudy, getStudy, type StudyRow } from '@/lib/queries/studies';

/** A readable id from a name: lower case letters, digits and hyphens. */
export function toStudyId(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return id || 'study';
}

/**
 * Makes a study. Its id comes from the name and never changes afterwards.
 *
 * @throws AppError `conflict` when the name is taken
 */
export async function createStudy(
  db: Db,
  { name, description = '', synthetic = false }: { name: string; description?: string; synthetic?: boolean },
): Promise<StudyRow> {
  const base = toStudyId(name);
  for (let n = 1; n < 1000; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    const rows = await db
      .insert(study)
      .values({ id, name, description, synthetic })
      .onConflictDoNothing()
      .returning();
    if (rows[0]) return (await getStudy(db, id))!;
    const taken = await db.select({ id: study.id }).from(study).where(eq(study.name, name));
    if (taken.length > 0) {
      throw new AppError('conflict', `A study named “${name}” exists already.`, {
        hint: 'Choose another name, or open that study.',
      });
    }
  }
  throw new AppError('conflict', `Too many studies are named like “${name}”.`);
}

/** The study with this name, made if there is none. */
export async function findOrCreateStudy(db: Db, name: string): Promise<StudyRow> {
  const found = await findStudy(db, name);
  if (found) return found;
  return createStudy(db, { name }).catch(async (error: unknown) => {
    // Another process may have made it since.
    const other = await findStudy(db, name);
    if (other) return other;
    throw error;
  });
}

export interface StudyChange {
  name?: string | undefined;
  description?: string | undefined;
  passThreshold?: number | undefined;
  baselineConditionId?: string | null | undefined;
}

/** Changes a study's settings; what is not given stays. */
export async function updateStudy(db: Db, id: string, change: StudyChange): Promise<StudyRow> {
  if (change.baselineConditionId) {
    const rows = await db
      .select({ studyId: condition.studyId })
      .from(condition)
      .where(eq(condition.id, change.baselineConditionId));
    if (rows[0]?.studyId !== id) throw new AppError('not-found', 'That condition is not one of this study.');
  }
  if (change.name !== undefined) {
    const taken = await db.select({ id: study.id }).from(study).where(eq(study.name, change.name));
    if (taken[0] && taken[0].id !== id)
      throw new AppError('conflict', `A study named “${change.name}” exists already.`);
  }
  const given = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined));
  const rows = await db
    .update(study)
    .set({ ...given, revision: sql`${study.revision} + 1` })
    .where(eq(study.id, id))
    .returning({ id: study.id });
  if (!rows[0]) throw new AppError('not-found', `There is no study “${id}”.`);
  return (await getStudy(db, id))!;
}

/** Deletes a study with everything in it. Raw artefacts stay in the store, found by their content. */
export async function deleteStudy(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    // Trials name their condition without a cascade, so that a condition is never deleted from under them.
    await tx.execute(sql`delete from trial where study_id = ${id}`);
    const rows = await tx.delete(study).where(eq(study.id, id)).returning({ id: study.id });
    if (!rows[0]) throw new AppError('not-found', `There is no study “${id}”.`);
  });
}
