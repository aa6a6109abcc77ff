import type { Db } from '@/db/client';
import type { projection } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { mapComponents } from '@/lib/core/projection/map-components';
import type { Rows } from '@/lib/core/projection/matrix';
import type { Layout, UmapParameters } from '@/lib/core/projection/umap';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { fromBytes } from './load-pool';
import { queryVector } from './query-vector';
import { servedPool } from './served-pool';

/** Where UMAP's transform puts a query on a map, in units of the map; or why it cannot. */
export type QueryPlace =
  | {
      /** As many numbers as the map has dimensions. */
      coordinates: number[];
      /** Neighbours that hold it, and memories among which they were sought. */
      neighbors: number;
      known: number;
      /** Memories of the map that have no vector any more. */
      missing: number;
      /** Whether a memory of the same vector lies there. */
      isCopy: boolean;
    }
  | { coordinates: null; reason: string };

type StoredMap = typeof projection.$inferSelect;

/** The memories of a map that have a vector now, and where they are. */
interface KnownPoints {
  mapId: string;
  known: Rows;
  places: Float32Array;
}

// A held pool is asked about one map again and again.
const knownOf = new WeakMap<PoolMatrix, KnownPoints>();

/**
 * The place of a text on a map by UMAP's transform, with the parameters and the seed of the map: the memories stay where
 * they are. In a worker thread.
 *
 * @throws AppError as embedding a query does
 */
export async function placeQuery(db: Db, map: StoredMap, text: string): Promise<QueryPlace> {
  const layout = (map.metrics as { layout?: Partial<Layout> }).layout;
  const parameters = map.parameters as unknown as UmapParameters;
  if (layout?.method !== 'umap' || !(parameters.neighbors >= 2)) {
    return { coordinates: null, reason: 'the map was not laid out by UMAP, whose transform this would take' };
  }
  const { pool } = await servedPool(db, map.studyId, map.model);
  const { known, places } = knownPoints(map, layout.leftOut ?? [], pool);
  if (known.rows < parameters.neighbors) {
    return {
      coordinates: null,
      reason: `only ${known.rows} memories of the map still have a vector, and it was made with ${parameters.neighbors} neighbours`,
    };
  }
  const values = await queryVector(db, map.model, text);
  if (values.length !== known.columns) {
    return {
      coordinates: null,
      reason: `the query has ${values.length} dimensions and the memories ${known.columns}`,
    };
  }
  const added = { values, rows: 1, columns: known.columns };
  const placed = await compute('transform-points', { known, places, added, parameters });
  return {
    coordinates: [...placed],
    neighbors: parameters.neighbors,
    known: known.rows,
    isCopy: holds(places, placed),
    missing: map.memoryIds.length - (layout.leftOut?.length ?? 0) - known.rows,
  };
}

/** Whether one of the places is this one. */
function holds(places: Float32Array, one: Float32Array): boolean {
  for (let at = 0; at < places.length; at += one.length)
    if (one.every((v, c) => v === places[at + c])) return true;
  return false;
}

function knownPoints(map: StoredMap, leftOut: readonly number[], pool: PoolMatrix): KnownPoints {
  const kept = knownOf.get(pool);
  if (kept?.mapId === map.id) return kept;
  const made = { mapId: map.id, ...gather(map, leftOut, pool) };
  knownOf.set(pool, made);
  return made;
}

function gather({ memoryIds, points, parameters }: StoredMap, leftOut: readonly number[], pool: PoolMatrix) {
  const { ids, vectors, dimensions } = pool;
  const places = fromBytes(points);
  const all = vectors ?? new Float32Array(0);
  const same = ids.length === memoryIds.length && ids.every((id, row) => id === memoryIds[row]);
  // Mostly a map is of all memories: then their vectors are used where they lie.
  if (same && leftOut.length === 0) {
    return { known: { values: all, rows: ids.length, columns: dimensions }, places };
  }
  const components = mapComponents(parameters);
  const without = new Set(leftOut);
  const rowOf = new Map(memoryIds.map((id, row) => [id, row]));
  const rows = [...ids.keys()].filter((at) => {
    const row = rowOf.get(ids[at]!);
    return row !== undefined && !without.has(row);
  });
  const values = new Float32Array(new SharedArrayBuffer(4 * rows.length * dimensions));
  const own = new Float32Array(rows.length * components);
  rows.forEach((at, i) => {
    const row = rowOf.get(ids[at]!)!;
    values.set(all.subarray(at * dimensions, (at + 1) * dimensions), i * dimensions);
    own.set(places.subarray(row * components, (row + 1) * components), i * components);
  });
  return { known: { values, rows: rows.length, columns: dimensions }, places: own };
}
