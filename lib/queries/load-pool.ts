import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, memory } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { type KeyText, keyTextOf } from '@/lib/core/retrieval/key-text';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { listUplifts, type MemoryUplift } from './list-uplifts';

/** Vectors are read in slices: one answer of hundreds of megabytes would hold up the database. */
const sliceRows = 2_000;

export interface PoolQuestion {
  /** Null loads no vectors; with a model, memories without a vector of it are left out. */
  model: string | null;
  /** Which of the memories' texts they are found by: the text that is searched, and the one that vectors are of. */
  keyText?: KeyText;
  poolIds?: readonly string[] | undefined;
  /** Contents of trajectories are large: only where somebody reads them. Else they are empty. */
  contents?: boolean;
  /** Measured uplifts, else none is known. */
  uplifts?: boolean;
}

/**
 * Loads the study's memories in id order, with the vectors of one embedding model in a contiguous matrix on shared
 * memory, which threads need not copy.
 */
export async function loadPool(
  db: Db,
  studyId: string,
  { model, keyText = 'key', poolIds, contents = false, uplifts = false }: PoolQuestion,
): Promise<PoolMatrix> {
  const filters: SQL[] = [eq(memory.studyId, studyId)];
  if (poolIds) filters.push(inArray(memory.poolId, [...poolIds]));
  const nothing = sql<string>`''`;
  const fields = {
    id: memory.id,
    title: memory.title,
    description: contents || keyText !== 'key' ? memory.description : nothing,
    content: contents || keyText === 'full-text' ? memory.content : nothing,
    keyText: memory.keyText,
    benchmark: memory.sourceBenchmark,
    task: memory.sourceTask,
    taskText: contents ? memory.sourceTaskText : sql<string | null>`null`,
    type: memory.type,
    success: memory.success,
    writer: memory.sourceModel,
    madeAt: memory.madeAt,
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
          .innerJoin(embedding, and(eq(embedding.memoryId, memory.id), ofKind(model, keyText)))
          .where(and(...filters))
          .orderBy(asc(memory.id));
  const dimensions = oneLength(rows, model);
  const ids = rows.map((r) => r.id);
  const measured = uplifts ? await listUplifts(db, studyId) : new Map<string, MemoryUplift>();
  return {
    ids,
    titles: rows.map((r) => r.title),
    descriptions: rows.map((r) => (contents ? r.description : '')),
    contents: rows.map((r) => (contents ? r.content : '')),
    texts: rows.map((r) => keyTextOf(r, keyText)),
    benchmarks: rows.map((r) => r.benchmark),
    tasks: rows.map((r) => r.task),
    taskTexts: rows.map((r) => r.taskText),
    types: rows.map((r) => r.type),
    success: rows.map((r) => r.success),
    models: rows.map((r) => r.writer),
    madeAt: rows.map((r) => r.madeAt?.getTime() ?? null),
    uplifts: ids.map((id) => measured.get(id)?.uplift ?? null),
    vectors: model === null ? null : await loadVectors(db, ofKind(model, keyText), ids, dimensions),
    dimensions,
  };
}

const ofKind = (model: string, keyText: KeyText): SQL =>
  and(eq(embedding.model, model), eq(embedding.keyText, keyText))!;

/** The length that all vectors have; 0 where there are none. */
function oneLength(rows: readonly object[], model: string | null): number {
  const lengths = new Set((rows as { dimensions?: number }[]).flatMap(({ dimensions }) => dimensions ?? []));
  if (lengths.size <= 1) return lengths.values().next().value ?? 0;
  throw new AppError(
    'conflict',
    `The vectors of the model ${model} have different lengths: ${[...lengths].join(' and ')}.`,
    {
      hint: 'Pools that were made with different models came under one name; embed the memories anew with a model.',
    },
  );
}

async function loadVectors(db: Db, kind: SQL, ids: string[], dimensions: number): Promise<Float32Array> {
  const bytes = ids.length * dimensions * Float32Array.BYTES_PER_ELEMENT;
  const matrix = new Float32Array(new SharedArrayBuffer(bytes));
  for (let start = 0; start < ids.length; start += sliceRows) {
    const slice = ids.slice(start, start + sliceRows);
    const at = new Map(slice.map((id, i) => [id, start + i]));
    const rows = await db
      .select({ id: embedding.memoryId, vector: embedding.vector })
      .from(embedding)
      .where(and(kind, inArray(embedding.memoryId, slice)));
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
