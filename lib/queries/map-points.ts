import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory, pool, projection, retrieval, retrievalHit } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { mapComponents } from '@/lib/core/projection/map-components';
import { clusterName, type MapStructure } from '@/lib/core/projection/map-structure';
import { columnOf, type PointColumn } from '@/lib/core/projection/point-columns';
import type { MapMemory } from '@/lib/exporters/map-points';
import { likePattern } from './like-pattern';
import { listUplifts } from './list-uplifts';
import { fromBytes } from './load-pool';

/** Logged trials whose prompt held each memory, by memory id. */
async function countUses(db: Db, studyId: string): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: retrievalHit.memoryId, n: sql<number>`count(distinct ${retrieval.trialId})::int` })
    .from(retrievalHit)
    .innerJoin(retrieval, eq(retrieval.id, retrievalHit.retrievalId))
    .where(and(eq(retrieval.studyId, studyId), isNotNull(retrievalHit.memoryId)))
    .groupBy(retrievalHit.memoryId);
  return new Map(rows.map(({ id, n }) => [id!, n]));
}

/** What the points of a projection stand for, in the order of its points; null when there is no such projection. */
export async function getMapPoints(
  db: Db,
  id: string,
): Promise<{ points: Buffer; components: 2 | 3; memories: (MapMemory | null)[] } | null> {
  const found = (await db.select().from(projection).where(eq(projection.id, id)))[0];
  if (!found) return null;
  const { studyId, memoryIds, points } = found;
  const facts = await db
    .select({
      id: memory.id,
      title: memory.title,
      type: memory.type,
      benchmark: memory.sourceBenchmark,
      pool: pool.name,
      sourceModel: memory.sourceModel,
      success: memory.success,
    })
    .from(memory)
    .innerJoin(pool, eq(pool.id, memory.poolId))
    .where(eq(memory.studyId, studyId));
  const uses = await countUses(db, studyId);
  const uplifts = await listUplifts(db, studyId);
  const { abstraction } = found.metrics.space as { abstraction: (number | null)[] };
  const { quality, cluster } = ofPoints(found);
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const memories = memoryIds.map((memoryId, row): MapMemory | null => {
    const fact = byId.get(memoryId);
    if (!fact) return null;
    const uplift = uplifts.get(memoryId)?.uplift ?? null;
    return {
      ...fact,
      ...{ uses: uses.get(memoryId) ?? 0, uplift },
      abstraction: abstraction[row] ?? null,
      ...quality(row),
      cluster: cluster(row),
    };
  });
  return { points, components: mapComponents(found.parameters), memories };
}

/** What was found out about the points of a map; nothing about maps of before it was. */
function ofPoints({ pointValues, metrics }: typeof projection.$inferSelect) {
  const unknown = { trustworthiness: null, continuity: null, recall: null };
  if (!pointValues) return { quality: () => unknown, cluster: () => null };
  const joined = fromBytes(pointValues);
  const known = (name: PointColumn) => {
    const column = columnOf(joined, name);
    return (row: number) => (Number.isNaN(column[row]!) ? null : column[row]!);
  };
  const of = {
    ...{ trustworthiness: known('trustworthiness'), continuity: known('continuity') },
    recall: known('recall'),
  };
  const clusters = columnOf(joined, 'cluster');
  const structure = metrics.structure as MapStructure;
  return {
    quality: (row: number) => ({
      trustworthiness: of.trustworthiness(row),
      continuity: of.continuity(row),
      recall: of.recall(row),
    }),
    cluster: (row: number) => {
      const found = structure.clusters[clusters[row]!];
      return found ? clusterName(clusters[row]!, found) : null;
    },
  };
}

/** The rows of a projection whose memories fit a condition, ascending. */
async function rowsWhere(db: Db, projectionId: string, fits: SQL): Promise<number[]> {
  const found = await db.execute<{ row: number }>(sql`
    select (place.number - 1)::int as row
    from ${projection}, jsonb_array_elements_text(${projection.memoryIds}) with ordinality as place(id, number)
    join ${memory} on ${memory.id} = place.id::uuid
    where ${projection.id} = ${projectionId}::uuid and ${fits} order by place.number`);
  return found.rows.map(({ row }) => row);
}

/**
 * The points of a projection whose memory says a text anywhere, as ascending row numbers; capitals do not matter.
 *
 * @throws AppError `not-found` for an unknown projection
 */
export async function findMapMatches(db: Db, projectionId: string, text: string): Promise<number[]> {
  const known = await db
    .select({ id: projection.id })
    .from(projection)
    .where(eq(projection.id, projectionId));
  if (!known[0]) throw new AppError('not-found', 'There is no such projection.');
  const pattern = likePattern(text);
  return rowsWhere(
    db,
    projectionId,
    sql`(${memory.title} ilike ${pattern} or ${memory.description} ilike ${pattern} or ${memory.content} ilike ${pattern})`,
  );
}
