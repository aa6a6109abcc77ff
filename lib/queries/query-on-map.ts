import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationResult, benchmark, projection, task } from '@/db/schema';
import { AppError, isAppError } from '@/lib/core/errors';
import { type RetrievalSetting, standardSetting } from '@/lib/core/retrieval/setting';
import { getAblation } from './ablations';
import { placeQuery, type QueryPlace } from './place-query';
import { retrieveMemories } from './retrieve-memories';

export interface MapTask {
  id: string;
  externalId: string;
  benchmark: string;
}

/** What one setting or arm retrieves for a task, best first. */
export interface MapRetrieval {
  label: string;
  /** Row numbers of the map. */
  rows: number[];
  /** Retrieved memories that are not on the map. */
  offMap: number;
  /** Why nothing was retrieved; null when something was. */
  reason: string | null;
}

/** A task's query on a map. */
export interface MapQuery {
  task: MapTask;
  place: QueryPlace;
  /** The nearest memories by cosine with their similarities: where there is no place, their weighted mean stands in. */
  nearest: { rows: number[]; cosines: number[] };
  /** Why the query lands nowhere; null when it does. */
  reason: string | null;
  retrievals: MapRetrieval[];
}

/** Neighbours that say where a query lands, as many as maps are usually made with. */
const landingNeighbours = 15;
const mostTasks = 2_000;

/** The settings that are tried at once where no ablation is looked at. */
const live: { label: string; setting: Partial<RetrievalSetting> }[] = [
  { label: 'cosine, cross-domain, top 3', setting: { method: 'cosine', scope: 'cross-domain' } },
  { label: 'cosine, in-domain, top 3', setting: { method: 'cosine', scope: 'in-domain' } },
  { label: 'BM25, cross-domain, top 3', setting: { method: 'bm25', scope: 'cross-domain' } },
];

/** The study's tasks that have a text, by benchmark and name: the first 2,000. */
export function listMapTasks(db: Db, studyId: string): Promise<MapTask[]> {
  return db
    .select({ id: task.id, externalId: task.externalId, benchmark: benchmark.name })
    .from(task)
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(and(eq(task.studyId, studyId), isNotNull(task.text)))
    .orderBy(asc(benchmark.name), asc(task.externalId))
    .limit(mostTasks);
}

/** What a failed search says of itself; a bug stays one. */
function reasonOf(error: unknown): string {
  if (isAppError(error)) return error.message;
  throw error;
}

/**
 * Where a task's query lies among the memories of a map, and what settings or the arms of an ablation retrieve for it.
 *
 * @param ablationId  whose arms that are done are shown; null tries three settings now
 * @throws AppError `not-found` for an unknown projection, task or ablation, `not-estimable` for a task without a text
 */
export async function queryOnMap(
  db: Db,
  projectionId: string,
  taskId: string,
  ablationId: string | null,
): Promise<MapQuery> {
  const map = (await db.select().from(projection).where(eq(projection.id, projectionId)))[0];
  if (!map) throw new AppError('not-found', 'There is no such projection.');
  const found = await db
    .select({ id: task.id, externalId: task.externalId, benchmark: benchmark.name, text: task.text })
    .from(task)
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(and(eq(task.id, taskId), eq(task.studyId, map.studyId)));
  if (!found[0]) throw new AppError('not-found', 'There is no such task in this study.');
  const { text, ...asked } = found[0];
  if (!text) throw new AppError('not-estimable', 'Nobody said what this task asks.');
  const rowOf = new Map(map.memoryIds.map((id, row) => [id, row]));
  const question = {
    ...{ studyId: map.studyId, query: text, benchmark: asked.benchmark, task: asked.externalId },
    model: map.model,
  };
  const onMap = (ids: readonly string[]): Pick<MapRetrieval, 'rows' | 'offMap'> => {
    const rows = ids.flatMap((id) => rowOf.get(id) ?? []);
    return { rows, offMap: ids.length - rows.length };
  };
  let nearest: MapQuery['nearest'] = { rows: [], cosines: [] };
  let place: QueryPlace = { coordinates: null, reason: 'nothing was found near it' };
  let reason: string | null = null;
  try {
    const setting: RetrievalSetting = {
      ...{ ...standardSetting, method: 'cosine', scope: 'all', topN: landingNeighbours },
    };
    const { hits } = await retrieveMemories(db, { ...question, setting });
    const near = hits.filter(({ memoryId, score }) => score > 0 && rowOf.has(memoryId));
    nearest = {
      rows: near.map(({ memoryId }) => rowOf.get(memoryId)!),
      cosines: near.map(({ score }) => score),
    };
    if (near.length === 0) reason = 'No memory on the map points in the query’s direction.';
    else place = await placeQuery(db, map, text);
  } catch (error) {
    reason = reasonOf(error);
  }
  const retrievals: MapRetrieval[] = [];
  if (ablationId) {
    const ablation = await getAblation(db, ablationId);
    if (ablation?.studyId !== map.studyId) throw new AppError('not-found', 'There is no such ablation.');
    const stored = await db
      .select({ arm: ablationResult.arm, hits: ablationResult.hits, reason: ablationResult.reason })
      .from(ablationResult)
      .where(and(eq(ablationResult.ablationId, ablationId), eq(ablationResult.taskId, taskId)))
      .orderBy(asc(ablationResult.arm));
    for (const { arm, hits, reason: why } of stored) {
      const label = ablation.arms.find(({ index }) => index === arm)?.label ?? `arm ${arm}`;
      retrievals.push({ label, ...onMap(hits.map(({ memoryId }) => memoryId)), reason: why });
    }
  } else {
    for (const { label, setting } of live) {
      try {
        const whole = { ...standardSetting, topN: 3, ...setting };
        const { hits } = await retrieveMemories(db, { ...question, setting: whole });
        retrievals.push({ label, ...onMap(hits.map(({ memoryId }) => memoryId)), reason: null });
      } catch (error) {
        retrievals.push({ label, rows: [], offMap: 0, reason: reasonOf(error) });
      }
    }
  }
  return { task: asked, place, nearest, reason, retrievals };
}
