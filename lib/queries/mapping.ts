import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import { foundSetting, memory, pool, study, trial } from '@/db/schema';
import type { MemoryType } from '@/lib/core/vocabulary';
import type { FoundSetting, FoundTrials } from '@/lib/importers/mapping/group-found';
import { emptyMapping, type StudyMapping } from '@/lib/importers/mapping/mapping';

/** A mapping as it is kept: with the one before it, for taking the last change back. */
export interface StoredMapping extends StudyMapping {
  previous?: StudyMapping;
}

export interface StudyMappings {
  mapping: StudyMapping;
  /** The mapping before the last change; null when there was none. */
  previous: StudyMapping | null;
}

/** A study's mapping and the one before it; null when there is no such study. */
export async function getMappings(db: Db | Transaction, studyId: string): Promise<StudyMappings | null> {
  const rows = await db.select({ mapping: study.mapping }).from(study).where(eq(study.id, studyId));
  if (!rows[0]) return null;
  const { previous = null, ...mapping } = (rows[0].mapping ?? emptyMapping) as StoredMapping;
  return { mapping, previous };
}

/** What the logs said of the study's trials, before any mapping. Generated trials without a setting are left out. */
export async function listFoundTrials(db: Db, studyId: string): Promise<FoundTrials> {
  const settings = await db.select().from(foundSetting).where(eq(foundSetting.studyId, studyId));
  const index = new Map(settings.map(({ id }, i) => [id, i]));
  const trials = await db
    .select({ setting: trial.foundSettingId, path: trial.path, attempt: trial.foundAttempt })
    .from(trial)
    .where(and(eq(trial.studyId, studyId), isNotNull(trial.foundSettingId)));
  return {
    settings: settings.map(
      ({ label, basis, benchmark, settings }): FoundSetting => ({
        label,
        basis,
        benchmark,
        settings,
      }),
    ),
    trials: trials.map((t) => [index.get(t.setting!)!, t.path, t.attempt]),
  };
}

/** Memories of one pool that their system calls by one name. */
export interface FoundMemoryKind {
  pool: string;
  originalType: string;
  /** What its importer took it for. */
  foundType: MemoryType;
  /** What the mapping takes it for. */
  type: MemoryType;
  count: number;
}

/** The kinds of memory that the study's pools name themselves. */
export async function listMemoryKinds(db: Db | Transaction, studyId: string): Promise<FoundMemoryKind[]> {
  return db
    .select({
      pool: pool.name,
      originalType: sql<string>`${memory.originalType}`,
      foundType: sql<MemoryType>`coalesce(${memory.foundType}, ${memory.type})`,
      type: memory.type,
      count: sql<number>`count(*)::int`,
    })
    .from(memory)
    .innerJoin(pool, eq(pool.id, memory.poolId))
    .where(and(eq(memory.studyId, studyId), isNotNull(memory.originalType)))
    .groupBy(pool.name, memory.originalType, sql`coalesce(${memory.foundType}, ${memory.type})`, memory.type)
    .orderBy(pool.name, memory.originalType);
}
