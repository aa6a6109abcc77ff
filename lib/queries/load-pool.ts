import { and, asc, eq, inArray, type SQL } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, memory } from '@/db/schema';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import type { MemoryType } from '@/lib/core/vocabulary';

/** A pool as the numbers want it, with what screens need to name its rows. */
export interface LoadedPool extends PoolMatrix {
  titles: readonly string[];
}

/** Vectors are read in slices: one answer of hundreds of megabytes would hold up the database. */
const sliceRows = 2_000;

/**
 * Loads the study's memories in id order, with the vectors of one embedding model in a contiguous matrix.
 *
 * @param model null loads no vectors; with a model, memories without a vector of it are left out
 */
export async function loadPool(
  db: Db,
  studyId: string,
  {
    model,
    types,
    poolIds,
  }: { model: string | null; types?: readonly MemoryType[]; poolIds?: readonly string[] },
): Promise<LoadedPool> {
  const filters: SQL[] = [eq(memory.studyId, studyId)];
  if (types) filters.push(inArray(memory.type, [...types]));
  if (poolIds) filters.push(inArray(memory.poolId, [...poolIds]));
  const fields = {
    id: memory.id,
    title: memory.title,
    text: memory.keyText,
    benchmark: memory.sourceBenchmark,
    task: memory.sourceTask,
    type: memory.type,
    success: memory.success,
  };
  const rows =
    model === null
      ? await db
          .select(fields)
          .from(memory)
          .where(and(...filters))
          .orderBy(asc(memory.id))
      : await db
          .select({ ...fields, dimensions: embedding.dimensions })
          .from(memory)
          .innerJoin(embedding, and(eq(embedding.memoryId, memory.id), eq(embedding.model, model)))
          .where(and(...filters))
          .orderBy(asc(memory.id));
  const dimensions = (rows[0] as { dimensions?: number } | undefined)?.dimensions ?? 0;
  const vectors =
    model === null
      ? null
      : await loadVectors(
          db,
          model,
          rows.map((r) => r.id),
          dimensions,
        );
  return {
    ids: rows.map((r) => r.id),
    titles: rows.map((r) => r.title),
    texts: rows.map((r) => r.text),
    benchmarks: rows.map((r) => r.benchmark),
    tasks: rows.map((r) => r.task),
    types: rows.map((r) => r.type),
    success: rows.map((r) => r.success),
    vectors,
    dimensions,
  };
}

async function loadVectors(db: Db, model: string, ids: string[], dimensions: number): Promise<Float32Array> {
  const matrix = new Float32Array(ids.length * dimensions);
  for (let start = 0; start < ids.length; start += sliceRows) {
    const slice = ids.slice(start, start + sliceRows);
    const at = new Map(slice.map((id, i) => [id, start + i]));
    const rows = await db
      .select({ id: embedding.memoryId, vector: embedding.vector })
      .from(embedding)
      .where(and(eq(embedding.model, model), inArray(embedding.memoryId, slice)));
    for (const { id, vector } of rows) matrix.set(fromBytes(vector), at.get(id)! * dimensions);
  }
  return matrix;
}

/** Little-endian float32 bytes as numbers; copies, since a driver's buffer need not be aligned. */
export const fromBytes = (bytes: Buffer): Float32Array =>
  new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

/** Numbers as little-endian float32 bytes. */
export const toBytes = (vector: Float32Array): Buffer =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
