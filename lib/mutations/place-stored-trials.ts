import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import { benchmark, foundSetting, task, trial } from '@/db/schema';
import type { TrialPlacement, trialPlacer } from '@/lib/importers/mapping/place-trials';
import { moveTrials, type TrialMove } from './move-trials';
import { KnownIds } from './records/known-ids';
import { writeTasks } from './records/write-tasks';

const trialsPerPage = 5000;

/** A stored trial with where it is and where it belongs. */
export interface PlacedRow {
  id: string;
  taskId: string;
  conditionId: string;
  attempt: number | null;
  task: string;
  text: string | null;
  benchmark: string;
  place: TrialPlacement;
}

/** All trials of which it is known what the logs said, with their new places. Read in pages by id. */
export async function listPlaced(
  db: Db,
  studyId: string,
  place: ReturnType<typeof trialPlacer>,
): Promise<PlacedRow[]> {
  const settings = await db.select().from(foundSetting).where(eq(foundSetting.studyId, studyId));
  const byId = new Map(settings.map((s) => [s.id, s]));
  const placed: PlacedRow[] = [];
  for (let last: string | undefined; ; ) {
    const rows = await db
      .select({
        id: trial.id,
        taskId: trial.taskId,
        conditionId: trial.conditionId,
        attempt: trial.attempt,
        path: trial.path,
        foundSettingId: trial.foundSettingId,
        foundAttempt: trial.foundAttempt,
        task: task.externalId,
        text: task.text,
        benchmark: benchmark.name,
      })
      .from(trial)
      .innerJoin(task, eq(task.id, trial.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(
        and(
          eq(trial.studyId, studyId),
          isNotNull(trial.foundSettingId),
          last === undefined ? undefined : gt(trial.id, last),
        ),
      )
      .orderBy(asc(trial.id))
      .limit(trialsPerPage);
    for (const { foundSettingId, foundAttempt, path, ...row } of rows) {
      const setting = byId.get(foundSettingId!)!;
      placed.push({ ...row, place: place({ ...setting, attempt: foundAttempt, path }) });
    }
    if (rows.length < trialsPerPage) return placed;
    last = rows.at(-1)!.id;
  }
}

/** Brings trials to their places, in one transaction. */
export async function moveBatch(
  tx: Transaction,
  studyId: string,
  rows: readonly PlacedRow[],
  conditions: ReadonlyMap<string, string>,
): Promise<void> {
  const leaving = rows.filter((row) => row.benchmark !== row.place.benchmark);
  const tasks = await writeTasks(
    tx,
    { studyId, known: new KnownIds() },
    leaving.map((row) => ({ benchmark: row.place.benchmark, task: row.task, text: row.text })),
  );
  const moves = rows.map(
    (row): TrialMove => ({
      id: row.id,
      conditionId: conditions.get(row.place.condition.label)!,
      taskId: row.benchmark === row.place.benchmark ? row.taskId : tasks.idOf(row.place.benchmark, row.task),
      attempt: row.place.attempt,
      fromTaskId: row.taskId,
    }),
  );
  await moveTrials(tx, moves);
}
