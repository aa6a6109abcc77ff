import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { type StudyMapping, studyMapping } from '@/lib/importers/mapping/mapping';
import { trialPlacer } from '@/lib/importers/mapping/place-trials';
import { getMappings, type StoredMapping } from '@/lib/queries/mapping';
import { freeNames, moveBaseline, renameMovedAsOne, writeSettings } from './mapped-conditions';
import { removeEmptyConditions } from './move-trials';
import { listPlaced, moveBatch } from './place-stored-trials';
import { findConditions } from './records/find-conditions';
import { retypeMemories } from './retype-memories';

/** A transaction holds up all others on the embedded database: a batch of this size takes well under 100 ms. */
const batchTrials = 500;

export interface AppliedMapping extends Record<string, unknown> {
  trials: number;
  moved: number;
  memoriesRetyped: number;
  conditionsRemoved: number;
}

interface Progress {
  report?: (progress: number | null, message?: string) => void;
  signal?: AbortSignal;
}

/**
 * Makes this the study's mapping and places everything that is stored by it: conditions, benchmarks, attempts, memory
 * types. Cut off at any moment and called again, it ends in the same state. The mapping before it is kept.
 *
 * @throws AppError `not-found`, or `invalid-input` when the path template cannot be read
 */
export async function applyMapping(
  db: Db,
  studyId: string,
  given: StudyMapping,
  { report = () => {}, signal }: Progress = {},
): Promise<AppliedMapping> {
  const mapping = studyMapping.parse(given);
  const place = trialPlacer(mapping);
  const before = await saveMapping(db, studyId, mapping);
  const trials = await listPlaced(db, studyId, place);
  const wanted = new Map(trials.map(({ place: { condition } }) => [condition.label, condition]));
  const emptied = new Set(trials.map((t) => t.conditionId));
  const conditions = await db.transaction(async (tx) => {
    await freeNames(tx, studyId, mapping);
    await renameMovedAsOne(tx, studyId, trials);
    return findConditions(tx, studyId, [...wanted.values()]);
  });

  const moving = trials.filter(
    (t) =>
      t.conditionId !== conditions.get(t.place.condition.label) ||
      t.benchmark !== t.place.benchmark ||
      t.attempt !== t.place.attempt,
  );
  for (let done = 0; done < moving.length; done += batchTrials) {
    signal?.throwIfAborted();
    report(done / moving.length, `${moving.length.toLocaleString('en')} trials move`);
    await db.transaction((tx) => moveBatch(tx, studyId, moving.slice(done, done + batchTrials), conditions));
  }
  const retyped = await retypeMemories(db, studyId, mapping);
  const removed = await db.transaction(async (tx) => {
    await writeSettings(tx, { before, after: mapping }, wanted, conditions);
    await moveBaseline(tx, studyId, trials, conditions);
    const count = await removeEmptyConditions(tx, studyId, [...emptied]);
    await tx
      .update(study)
      .set({ revision: sql`${study.revision} + 1` })
      .where(eq(study.id, studyId));
    return count;
  });
  return {
    trials: trials.length,
    moved: moving.length,
    memoriesRetyped: retyped,
    conditionsRemoved: removed,
  };
}

/** @returns the mapping that was in force */
async function saveMapping(db: Db, studyId: string, mapping: StudyMapping): Promise<StudyMapping> {
  const stored = await getMappings(db, studyId);
  if (!stored) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const same = JSON.stringify(stored.mapping) === JSON.stringify(mapping);
  const previous = same ? (stored.previous ?? undefined) : stored.mapping;
  const kept: StoredMapping = { ...mapping, ...(previous ? { previous } : {}) };
  await db.update(study).set({ mapping: kept }).where(eq(study.id, studyId));
  return previous ?? stored.mapping;
}
