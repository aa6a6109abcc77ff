import { and, eq, inArray, isNotNull, type SQL } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, task, trial } from '@/db/schema';
import { instantMs } from '@/lib/core/instant';

/** What the search for leaks asks of a task beside its text. */
export interface TaskFacts {
  answer: string | null;
  /** The earliest start of its trials under any condition, among those whose logs name a zone. */
  firstTrialAt: number | null;
}

const nothingKnown: TaskFacts = { answer: null, firstTrialAt: null };

/** The facts of every task of a study, by its id. */
export async function listTaskFacts(db: Db, studyId: string): Promise<(taskId: string) => TaskFacts> {
  const answers = await db
    .select({ id: task.id, answer: task.answer })
    .from(task)
    .where(and(eq(task.studyId, studyId), isNotNull(task.answer)));
  const known = new Map(answers.map(({ id, answer }) => [id, answer]));
  const first = await firstTrials(db, eq(trial.studyId, studyId));
  return (id) => ({ answer: known.get(id) ?? null, firstTrialAt: first.get(id) ?? null });
}

/** The facts of one task by its names; nothing is known of a task that the study does not have. */
export async function findTaskFacts(
  db: Db,
  studyId: string,
  benchmarkName: string | null,
  externalId: string | null | undefined,
): Promise<TaskFacts> {
  if (benchmarkName === null || externalId == null) return nothingKnown;
  const [found] = await db
    .select({ id: task.id, answer: task.answer })
    .from(task)
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(
      and(eq(task.studyId, studyId), eq(benchmark.name, benchmarkName), eq(task.externalId, externalId)),
    );
  if (!found) return nothingKnown;
  const first = await firstTrials(db, inArray(trial.taskId, [found.id]));
  return { answer: found.answer, firstTrialAt: first.get(found.id) ?? null };
}

/** Read here and not in the database, since logs write times in their own ways, which only a parser tells apart. */
async function firstTrials(db: Db, which: SQL): Promise<Map<string, number>> {
  const rows = await db
    .selectDistinct({ taskId: trial.taskId, startedAt: trial.startedAt })
    .from(trial)
    .where(and(which, isNotNull(trial.startedAt)));
  const first = new Map<string, number>();
  for (const { taskId, startedAt } of rows) {
    const time = instantMs(startedAt);
    if (time !== null && time < (first.get(taskId) ?? Infinity)) first.set(taskId, time);
  }
  return first;
}
