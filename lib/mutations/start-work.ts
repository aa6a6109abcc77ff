import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablation, type ImportSource, importRun, type job } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { findStudy } from '@/lib/queries/studies';
import { startJob } from './jobs';

type Job = typeof job.$inferSelect;

async function requireStudy(db: Db, studyId: string): Promise<void> {
  if (!(await findStudy(db, studyId))) throw new AppError('not-found', `There is no study “${studyId}”.`);
}

/** Records what is to be imported and starts the job that reads it. */
export async function startImport(
  db: Db,
  given: { studyId: string; label: string; sources: ImportSource[]; conditionLabel: string | null },
): Promise<{ importId: string; job: Job }> {
  await requireStudy(db, given.studyId);
  const rows = await db.insert(importRun).values(given).returning({ id: importRun.id });
  const importId = rows[0]!.id;
  const started = await startJob(db, 'import-sources', { importId }, given.studyId);
  await db.update(importRun).set({ jobId: started.id }).where(eq(importRun.id, importId));
  return { importId, job: started };
}

/** Records a grid of retrieval settings and starts the job that runs it. */
export async function startAblation(
  db: Db,
  given: { studyId: string; name: string; spec: Record<string, unknown> },
): Promise<{ ablationId: string; job: Job }> {
  await requireStudy(db, given.studyId);
  const rows = await db.insert(ablation).values(given).returning({ id: ablation.id });
  const ablationId = rows[0]!.id;
  const started = await startJob(db, 'run-ablation-grid', { ablationId }, given.studyId);
  await db.update(ablation).set({ jobId: started.id }).where(eq(ablation.id, ablationId));
  return { ablationId, job: started };
}
