import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, condition, memory, study, trial } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { keptAnswers } from './kept-answers';

export interface StudyRow {
  id: string;
  name: string;
  description: string;
  synthetic: boolean;
  passThreshold: number;
  baselineConditionId: string | null;
  revision: number;
  createdAt: Date;
  trialCount: number;
  memoryCount: number;
  conditionCount: number;
  benchmarkCount: number;
}

const fields = {
  id: study.id,
  name: study.name,
  description: study.description,
  synthetic: study.synthetic,
  passThreshold: study.passThreshold,
  baselineConditionId: study.baselineConditionId,
  revision: study.revision,
  createdAt: study.createdAt,
  conditionCount: sql<number>`(select count(*)::int from ${condition} where ${condition.studyId} = "study"."id")`,
  benchmarkCount: sql<number>`(select count(*)::int from ${benchmark} where ${benchmark.studyId} = "study"."id")`,
};

type Counts = Pick<StudyRow, 'trialCount' | 'memoryCount'>;

// Every page asks for them; whatever writes trials or memories raises the revision.
const kept = keptAnswers<Counts>('counts of studies', 200);

async function count(db: Db, studyId: string): Promise<Counts> {
  const [trials, memories] = await Promise.all([
    db.$count(trial, eq(trial.studyId, studyId)),
    db.$count(memory, eq(memory.studyId, studyId)),
  ]);
  return { trialCount: trials, memoryCount: memories };
}

const withCounts = (db: Db, rows: Omit<StudyRow, keyof Counts>[]): Promise<StudyRow[]> =>
  Promise.all(
    rows.map(async (row) => ({
      ...row,
      ...(await kept([row.id, row.createdAt, row.revision], () => count(db, row.id))),
    })),
  );

/** All studies, oldest first, with what they hold. */
export const listStudies = async (db: Db): Promise<StudyRow[]> =>
  withCounts(db, await db.select(fields).from(study).orderBy(asc(study.createdAt), asc(study.id)));

/** One study by its id; null when there is none. */
export async function getStudy(db: Db, id: string): Promise<StudyRow | null> {
  const rows = await withCounts(db, await db.select(fields).from(study).where(eq(study.id, id)));
  return rows[0] ?? null;
}

/** One study by its name or id, as the command line names it. */
export async function findStudy(db: Db, nameOrId: string): Promise<StudyRow | null> {
  const rows = await db
    .select(fields)
    .from(study)
    .where(sql`${study.name} = ${nameOrId} or ${study.id} = ${nameOrId}`)
    .orderBy(sql`${study.name} = ${nameOrId} desc`)
    .limit(1);
  return (await withCounts(db, rows))[0] ?? null;
}

/** The id of the study with this name or id. @throws AppError `not-found`, naming some that exist */
export async function requireStudyId(db: Db, nameOrId: string): Promise<string> {
  const [found] = await db
    .select({ id: study.id })
    .from(study)
    .where(sql`${study.name} = ${nameOrId} or ${study.id} = ${nameOrId}`)
    .orderBy(sql`${study.name} = ${nameOrId} desc`)
    .limit(1);
  if (found) return found.id;
  const others = await db.select({ name: study.name }).from(study).orderBy(asc(study.name)).limit(10);
  throw new AppError('not-found', `There is no study “${nameOrId}”.`, {
    where: 'study',
    hint:
      others.length > 0
        ? `There are: ${others.map(({ name }) => name).join(', ')}.`
        : 'Import a memory pool first.',
  });
}
