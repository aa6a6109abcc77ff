import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, type ImportSource } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import type { MemoryType } from '@/lib/core/vocabulary';
import type { GroupedTrials } from '@/lib/importers/mapping/group-found';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import type { Survey } from '@/lib/jobs/import/survey-tally';
import { getJob, type JobRow } from './jobs';
import { getMappings, listFoundTrials, listMemoryKinds } from './mapping';

/** What the mapping of some trials would come to. */
export interface MappingPreview extends GroupedTrials {
  /** Names of the study's conditions, for choosing one that is there. */
  conditions: string[];
}

/** Memories that a pool calls by one name, before any mapping. */
export interface MemoryKind {
  pool: string;
  originalType: string;
  /** What their importer took them for. */
  foundType: MemoryType;
  count: number;
}

export interface SurveyDetail {
  job: JobRow;
  sources: ImportSource[];
  conditionLabel: string | null;
  /** Null until the job has ended well. */
  survey: Survey | null;
}

/** A survey and how far it is; null when there is none in this study. */
export async function getSurvey(db: Db, studyId: string, jobId: string): Promise<SurveyDetail | null> {
  const job = await getJob(db, jobId);
  if (job?.kind !== 'survey-sources' || job.studyId !== studyId) return null;
  const { sources, conditionLabel = null } = job.input as unknown as SurveyDetail;
  const survey = job.state === 'done' ? (job.result as { survey: Survey }).survey : null;
  return { job, sources, conditionLabel, survey };
}

/**
 * What a mapping would make of the trials of a survey.
 *
 * @throws AppError `not-found`, `conflict` while the survey runs, `invalid-input` for a template that cannot be read
 */
export async function previewSurvey(db: Db, jobId: string, mapping: StudyMapping): Promise<MappingPreview> {
  const job = await getJob(db, jobId);
  if (job?.kind !== 'survey-sources' || job.studyId === null)
    throw new AppError('not-found', 'There is no such survey.');
  if (job.state !== 'done') throw new AppError('conflict', 'The files are still being looked through.');
  const { found } = job.result as { found: string };
  const { renamed, conditions } = await namesOf(db, job.studyId);
  const grouped = await compute('group-surveyed', { artefact: found, mapping, renamed });
  return { ...grouped, conditions };
}

/** What a mapping would make of the trials that are stored. */
export async function previewStored(db: Db, studyId: string, mapping: StudyMapping): Promise<MappingPreview> {
  const { renamed, conditions } = await namesOf(db, studyId);
  const found = await listFoundTrials(db, studyId);
  const grouped = await compute('group-stored', { found, mapping, renamed });
  return { ...grouped, conditions };
}

async function namesOf(db: Db, studyId: string) {
  const rows = await db
    .select()
    .from(condition)
    .where(eq(condition.studyId, studyId))
    .orderBy(condition.position);
  const renamed = new Map<string, string>();
  for (const { label, aliases } of rows) for (const alias of aliases) renamed.set(alias, label);
  return { renamed, conditions: rows.map(({ label }) => label) };
}

/** The kinds of memory that a survey found and the study holds, each once: what a mapping can type. */
export async function listKinds(db: Db, studyId: string, survey: Survey | null): Promise<MemoryKind[]> {
  const kinds = new Map<string, MemoryKind>();
  const add = (kind: MemoryKind) => {
    const key = JSON.stringify([kind.pool, kind.originalType]);
    const known = kinds.get(key);
    if (known) known.count += kind.count;
    else kinds.set(key, kind);
  };
  if (survey) {
    for (const { pool, originalType, type, count } of survey.memories)
      if (originalType !== null) add({ pool, originalType, foundType: type, count });
  } else {
    for (const { pool, originalType, foundType, count } of await listMemoryKinds(db, studyId))
      add({ pool, originalType, foundType, count });
  }
  return [...kinds.values()];
}

/** A study's mapping and the one before it. @throws AppError `not-found` */
export async function requireMappings(db: Db, studyId: string) {
  const mappings = await getMappings(db, studyId);
  if (!mappings) throw new AppError('not-found', `There is no study “${studyId}”.`);
  return mappings;
}
