import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { type ImportSource, importFile, importRun, type job } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import { compileTemplate } from '@/lib/importers/mapping/path-template';
import { findImport } from '@/lib/queries/imports';
import { findStudy } from '@/lib/queries/studies';
import { startJob } from './jobs';

type Job = typeof job.$inferSelect;

async function requireStudy(db: Db, studyId: string): Promise<void> {
  if (!(await findStudy(db, studyId))) throw new AppError('not-found', `There is no study “${studyId}”.`);
}

export interface GivenImport {
  studyId: string;
  label: string;
  sources: ImportSource[];
  conditionLabel: string | null;
  /** The survey that looked through the same sources. */
  survey?: string | undefined;
  /** The study's mapping from now on; without it the study keeps the one it has. */
  mapping?: StudyMapping | undefined;
}

/** Records what is to be imported and starts the job that reads it. */
export async function startImport(
  db: Db,
  { survey, mapping, ...given }: GivenImport,
): Promise<{ importId: string; job: Job }> {
  await requireStudy(db, given.studyId);
  const rows = await db.insert(importRun).values(given).returning({ id: importRun.id });
  const importId = rows[0]!.id;
  const started = await startJob(db, 'import-sources', { importId, survey, mapping }, given.studyId);
  await db.update(importRun).set({ jobId: started.id }).where(eq(importRun.id, importId));
  return { importId, job: started };
}

/** Starts to look through what is to be imported. */
export async function startSurvey(
  db: Db,
  { studyId, ...given }: { studyId: string; sources: ImportSource[]; conditionLabel: string | null },
): Promise<Job> {
  await requireStudy(db, studyId);
  return startJob(db, 'survey-sources', given, studyId);
}

const triedAgain = ['refused', 'later'] as const;

/**
 * Starts an import of what an earlier one could not read, with what lies beside it: after a file was mended, or with a
 * version that knows more formats.
 *
 * @throws AppError `not-found`, or `conflict` when everything was read
 */
export async function startRetry(db: Db, importId: string): Promise<{ importId: string; job: Job }> {
  const run = await findImport(db, importId);
  if (!run) throw new AppError('not-found', 'There is no such import.');
  const rows = await db
    .select({ path: importFile.path })
    .from(importFile)
    .where(and(eq(importFile.importId, importId), inArray(importFile.outcome, triedAgain)));
  if (rows.length === 0) throw new AppError('conflict', 'Every file of this import was read.');
  const only = rows.map(({ path }) => path);
  const sources = run.sources.map((source) => ({ ...source, only }));
  const { studyId, label, conditionLabel } = run;
  return startImport(db, { studyId, label, sources, conditionLabel });
}

/** Starts to take an import back. @throws AppError `not-found`, or `conflict` when it was undone before */
export async function startUndo(db: Db, importId: string): Promise<Job> {
  const run = await findImport(db, importId);
  if (!run) throw new AppError('not-found', 'There is no such import.');
  if (run.undoneAt) throw new AppError('conflict', 'This import was undone before.');
  return startJob(db, 'undo-import', { importId }, run.studyId);
}

/** Starts to place a study's trials and memories by another mapping. */
export async function startMapping(db: Db, studyId: string, mapping: StudyMapping): Promise<Job> {
  await requireStudy(db, studyId);
  compileMapping(mapping);
  return startJob(db, 'apply-mapping', { studyId, mapping }, studyId);
}

/** A template that cannot be read is better told of now than by a job that fails. */
const compileMapping = ({ template }: StudyMapping) => (template === null ? null : compileTemplate(template));
