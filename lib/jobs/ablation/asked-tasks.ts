import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, task } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { listTaskFacts, type TaskFacts } from '@/lib/queries/audited-tasks';

/** A task as the study has it. */
export interface StudyTask extends TaskFacts {
  id: string;
  externalId: string;
  benchmark: string;
  text: string | null;
}

/** What a task says; its name where the logs do not hold its text. */
export const saidBy = ({ text, externalId }: StudyTask): string => text || externalId;

/** Every task of a study, by benchmark and name. @throws AppError `not-estimable` when there is none */
export async function listStudyTasks(db: Db, studyId: string): Promise<StudyTask[]> {
  const rows = await db
    .select({ id: task.id, externalId: task.externalId, text: task.text, benchmark: benchmark.name })
    .from(task)
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(eq(task.studyId, studyId))
    .orderBy(asc(benchmark.name), asc(task.externalId));
  const factsOf = await listTaskFacts(db, studyId);
  if (rows.length > 0) return rows.map((row) => ({ ...row, ...factsOf(row.id) }));
  throw new AppError('not-estimable', 'The study has no tasks to retrieve for.', {
    hint: 'Import run logs first.',
  });
}
