import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { job, mapComparison, memory, pool, projection } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { type SpaceComparison, splitNeighbours } from '@/lib/core/projection/compare-spaces';
import type { MixingContrast } from '@/lib/core/projection/mixing-contrast';
import type { UmapParameters } from '@/lib/core/projection/umap';
import type { JobRow } from './jobs';
import { fromBytes } from './load-pool';

/** What is stored of a comparison beside the numbers of each memory. */
export interface MapComparisonMetrics {
  comparison: SpaceComparison;
  mixing: { left: MixingContrast; right: MixingContrast };
  /** Memories of either side, and of both. */
  memories: { left: number; right: number; both: number };
}

/** Which maps, narrowed to which pools, are compared by how many neighbours. */
export interface ComparisonQuestion {
  left: string;
  right: string;
  leftPool: string | null;
  rightPool: string | null;
  neighbors: number;
  seed: number;
}

export interface MapComparison extends MapComparisonMetrics, ComparisonQuestion {
  id: string;
  studyId: string;
  inputHash: string;
  createdAt: Date;
}

/** A map as it is chosen from a list. */
export interface MapChoice {
  id: string;
  model: string;
  parameters: UmapParameters;
  memoryCount: number;
  createdAt: Date;
}

/** The maps of a study, newest first. */
export async function listMaps(db: Db, studyId: string): Promise<MapChoice[]> {
  const rows = await db
    .select({
      id: projection.id,
      model: projection.model,
      parameters: projection.parameters,
      memoryCount: sql<number>`jsonb_array_length(${projection.memoryIds})`,
      createdAt: projection.createdAt,
    })
    .from(projection)
    .where(eq(projection.studyId, studyId))
    .orderBy(desc(projection.createdAt), asc(projection.id));
  return rows.map((row) => ({ ...row, parameters: row.parameters as unknown as UmapParameters }));
}

/** The pools of a study that hold memories, by name. */
export function listMapPools(
  db: Db,
  studyId: string,
): Promise<{ id: string; name: string; memoryCount: number }[]> {
  return db
    .select({ id: pool.id, name: pool.name, memoryCount: sql<number>`count(*)::int` })
    .from(pool)
    .innerJoin(memory, eq(memory.poolId, pool.id))
    .where(eq(pool.studyId, studyId))
    .groupBy(pool.id)
    .orderBy(asc(pool.name));
}

const columns = {
  id: mapComparison.id,
  studyId: mapComparison.studyId,
  left: mapComparison.leftProjectionId,
  right: mapComparison.rightProjectionId,
  parameters: mapComparison.parameters,
  inputHash: mapComparison.inputHash,
  metrics: mapComparison.metrics,
  createdAt: mapComparison.createdAt,
};

type Stored = Pick<
  typeof mapComparison.$inferSelect,
  'id' | 'studyId' | 'parameters' | 'inputHash' | 'metrics' | 'createdAt'
> & { left: string; right: string };

function toComparison({ parameters, metrics, ...row }: Stored): MapComparison {
  const chosen = parameters as Pick<ComparisonQuestion, 'leftPool' | 'rightPool' | 'neighbors' | 'seed'>;
  return { ...row, ...chosen, ...(metrics as unknown as MapComparisonMetrics) };
}

/** One comparison of two maps. @throws AppError `not-found` */
export async function getMapComparison(db: Db, id: string): Promise<MapComparison> {
  const rows = await db.select(columns).from(mapComparison).where(eq(mapComparison.id, id));
  if (!rows[0]) throw new AppError('not-found', 'There is no such comparison of maps.');
  return toComparison(rows[0]);
}

/** The newest comparison that answers a question, and the newest job for it that has not ended well since. */
export async function findMapComparison(
  db: Db,
  studyId: string,
  { left, right, ...parameters }: ComparisonQuestion,
): Promise<{ comparison: MapComparison | null; job: JobRow | null }> {
  const asked = JSON.stringify(parameters);
  const [found] = await db
    .select(columns)
    .from(mapComparison)
    .where(
      and(
        eq(mapComparison.studyId, studyId),
        eq(mapComparison.leftProjectionId, left),
        eq(mapComparison.rightProjectionId, right),
        sql`${mapComparison.parameters} = ${asked}::jsonb`,
      ),
    )
    .orderBy(desc(mapComparison.createdAt))
    .limit(1);
  const input = JSON.stringify({ left, right, ...parameters });
  const [newest] = await db
    .select()
    .from(job)
    .where(and(eq(job.studyId, studyId), eq(job.kind, 'compare-maps'), sql`${job.input} @> ${input}::jsonb`))
    .orderBy(desc(job.createdAt))
    .limit(1);
  const unfinished = newest && !['done', 'cancelled'].includes(newest.state) ? newest : null;
  return { comparison: found ? toComparison(found) : null, job: unfinished };
}

/**
 * The share of neighbours kept of each memory that took part; null where none could be compared.
 *
 * @throws AppError `not-found`
 */
export async function getKeptShares(
  db: Db,
  id: string,
): Promise<{ memoryIds: string[]; kept: (number | null)[] }> {
  const rows = await db
    .select({ memoryIds: mapComparison.memoryIds, kept: mapComparison.kept })
    .from(mapComparison)
    .where(eq(mapComparison.id, id));
  if (!rows[0]) throw new AppError('not-found', 'There is no such comparison of maps.');
  const { memoryIds, kept } = rows[0];
  return { memoryIds, kept: Array.from(fromBytes(kept), (share) => (Number.isNaN(share) ? null : share)) };
}

/** The neighbours of a memory on two maps, nearest first, by id. */
export interface ComparedNeighbours {
  memoryId: string;
  kept: string[];
  onlyLeft: string[];
  onlyRight: string[];
  left: string[];
  right: string[];
}

/** @throws AppError `not-found` for an unknown comparison, or a memory that took no part in it */
export async function getComparedNeighbours(
  db: Db,
  id: string,
  memoryId: string,
): Promise<ComparedNeighbours> {
  const { comparison } = await getMapComparison(db, id);
  const bytes = comparison.neighbors * Uint32Array.BYTES_PER_ELEMENT;
  const place = sql`(select place.number - 1 from jsonb_array_elements_text(${mapComparison.memoryIds})
    with ordinality as place(id, number) where place.id = ${memoryId})`;
  // Only the part of this memory is read: the whole may be megabytes.
  const part = (of: typeof mapComparison.leftNeighbors | typeof mapComparison.rightNeighbors) =>
    sql<Buffer | null>`substring(${of} from (${place} * ${bytes} + 1)::int for ${bytes}::int)`;
  const rows = await db
    .select({ left: part(mapComparison.leftNeighbors), right: part(mapComparison.rightNeighbors) })
    .from(mapComparison)
    .where(eq(mapComparison.id, id));
  const { left: leftBytes, right: rightBytes } = rows[0]!;
  if (!leftBytes || !rightBytes)
    throw new AppError('not-found', 'This memory took no part in the comparison.', {
      hint: 'It lacks a vector on one of the two maps, or lies in none of the chosen pools.',
    });
  const places = [leftBytes, rightBytes].map(toPlaces);
  const idOf = await idsAt(db, id, [...new Set(places.flat())]);
  const [left, right] = places.map((own) => own.map((at) => idOf.get(at)!)) as [string[], string[]];
  return { memoryId, ...splitNeighbours(left, right), left, right };
}

/** A driver may give bytes of an expression as a view that is not aligned. */
function toPlaces(bytes: Uint8Array): number[] {
  return Array.from(new Uint32Array(Uint8Array.from(bytes).buffer));
}

async function idsAt(db: Db, id: string, places: number[]): Promise<Map<number, string>> {
  if (places.length === 0) return new Map();
  const number = sql<number>`(place.number - 1)::int`;
  const found = await db
    .select({ number, id: sql<string>`place.id` })
    .from(
      sql`${mapComparison}, jsonb_array_elements_text(${mapComparison.memoryIds}) with ordinality as place(id, number)`,
    )
    .where(and(eq(mapComparison.id, id), inArray(number, places)));
  return new Map(found.map((row) => [row.number, row.id]));
}
