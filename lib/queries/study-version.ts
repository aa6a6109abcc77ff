import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, condition, study, task, trial } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { StudyVersion } from '@/lib/core/versions/study-version';
import { archivedTrialId } from '@/lib/exporters/archive/archive-lines';
import { VersionBuilder } from '@/lib/importers/carryover-archive/version-builder';
import type { MemoryLine, TaskLine } from '@/lib/importers/carryover-jsonl/schema';
import { memoryLines, taskLines } from './archive-lines';
import { listClaims } from './claims';

/**
 * A study of the store as a version to be compared: the same as its archive would be read as.
 *
 * @throws AppError `not-found` for an unknown study
 */
export async function loadStudyVersion(db: Db, studyId: string): Promise<StudyVersion> {
  const found = (await db.select().from(study).where(eq(study.id, studyId)))[0];
  if (!found) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const builder = new VersionBuilder();
  for await (const [line] of taskLines(db, studyId)) builder.addTask(line as TaskLine);
  for await (const [line] of memoryLines(db, studyId, { vectors: false })) {
    const memory = line as MemoryLine & { id: string };
    builder.addMemory(memory, memory.id);
  }
  const [conditions, trials, claims] = await Promise.all([
    db
      .select()
      .from(condition)
      .where(eq(condition.studyId, studyId))
      .orderBy(asc(condition.position), asc(condition.label)),
    db
      .select({
        source: trial.source,
        externalId: trial.externalId,
        benchmark: benchmark.name,
        task: task.externalId,
        conditionId: trial.conditionId,
        reward: trial.reward,
        exceptionType: trial.exceptionType,
        attempt: trial.attempt,
      })
      .from(trial)
      .innerJoin(task, eq(task.id, trial.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(eq(trial.studyId, studyId)),
    listClaims(db, studyId),
  ]);
  const byId = new Map(conditions.map((one) => [one.id, one]));
  for (const { source, externalId, conditionId, ...rest } of trials) {
    // A condition that was made between the two reads comes with the next look.
    const own = byId.get(conditionId);
    if (own)
      builder.addTrial(
        { id: archivedTrialId(source, externalId), condition: own.label, ...rest },
        own.settings,
      );
  }
  return builder.finish({
    name: found.name,
    threshold: found.passThreshold,
    baseline: byId.get(found.baselineConditionId ?? '')?.label ?? null,
    conditions: conditions.map(({ label, settings }) => ({ label, settings })),
    claims: claims.map(({ statement }) => statement),
  });
}
