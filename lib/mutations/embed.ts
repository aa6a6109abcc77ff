import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, memory, queryEmbedding } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { embedderFor } from '@/lib/embedders';
import type { Embedder } from '@/lib/embedders/embedder';
import { fromBytes, toBytes } from '@/lib/queries/load-pool';

/** Texts per call: each finished batch is stored, so that an interrupted job goes on where it was. */
const batchTexts = 64;

/** The embedder for a model, with local models computed in a worker thread. */
export const serverEmbedder = (model: string, dimensions?: number): Embedder =>
  embedderFor(model, {
    ...(dimensions ? { dimensions } : {}),
    runLocally: (input, options) => compute('embed-texts', input, options),
  });

/** Gives every memory of the study a vector of `model`; those that have one are left alone. */
export async function embedMissingMemories(
  db: Db,
  studyId: string,
  model: string,
  { signal, report }: { signal: AbortSignal; report: (progress: number, message: string) => void },
): Promise<{ embedded: number }> {
  const missing = await db
    .select({ id: memory.id, text: memory.keyText })
    .from(memory)
    .leftJoin(embedding, and(eq(embedding.memoryId, memory.id), eq(embedding.model, model)))
    .where(and(eq(memory.studyId, studyId), isNull(embedding.memoryId)))
    .orderBy(asc(memory.id));
  const embedder = serverEmbedder(model);
  for (let done = 0; done < missing.length; done += batchTexts) {
    signal.throwIfAborted();
    report(
      done / missing.length,
      `Embedding memories: ${done.toLocaleString('en')} of ${missing.length.toLocaleString('en')}`,
    );
    const batch = missing.slice(done, done + batchTexts);
    const { vectors } = await embedder.embed(
      batch.map((m) => m.text),
      { signal },
    );
    await db
      .insert(embedding)
      .values(
        batch.map((m, i) => ({
          memoryId: m.id,
          model,
          dimensions: vectors[i]!.length,
          vector: toBytes(vectors[i]!),
        })),
      )
      .onConflictDoNothing();
  }
  return { embedded: missing.length };
}

const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Vectors of query texts, computed once per text and model and kept.
 *
 * @returns one vector per text, in the order given
 */
export async function embedQueries(
  db: Db,
  model: string,
  texts: readonly string[],
  { signal, report }: { signal?: AbortSignal; report?: (progress: number, message: string) => void } = {},
): Promise<Float32Array[]> {
  const unique = [...new Set(texts)];
  const hashes = new Map(unique.map((text) => [text, hashText(text)]));
  const known = new Map<string, Float32Array>();
  for (let start = 0; start < unique.length; start += 1_000) {
    const slice = unique.slice(start, start + 1_000).map((t) => hashes.get(t)!);
    const rows = await db
      .select()
      .from(queryEmbedding)
      .where(and(eq(queryEmbedding.model, model), inArray(queryEmbedding.textHash, slice)));
    for (const row of rows) known.set(row.textHash, fromBytes(row.vector));
  }
  const missing = unique.filter((t) => !known.has(hashes.get(t)!));
  const embedder = missing.length > 0 ? serverEmbedder(model) : null;
  for (let done = 0; embedder && done < missing.length; done += batchTexts) {
    signal?.throwIfAborted();
    report?.(done / missing.length, `Embedding task texts: ${done} of ${missing.length}`);
    const batch = missing.slice(done, done + batchTexts);
    const { vectors } = await embedder.embed(batch, signal ? { signal } : {});
    const rows = batch.map((text, i) => ({
      model,
      textHash: hashes.get(text)!,
      dimensions: vectors[i]!.length,
      vector: toBytes(vectors[i]!),
    }));
    await db.insert(queryEmbedding).values(rows).onConflictDoNothing();
    for (const [i, row] of rows.entries()) known.set(row.textHash, vectors[i]!);
  }
  return texts.map((t) => known.get(hashes.get(t)!)!);
}

/** How many of the study's memories have a vector, by model; most first. */
export async function countVectors(
  db: Db,
  studyId: string,
): Promise<{ model: string; dimensions: number; memoryCount: number }[]> {
  return db
    .select({
      model: embedding.model,
      dimensions: sql<number>`max(${embedding.dimensions})::int`,
      memoryCount: sql<number>`count(*)::int`,
    })
    .from(embedding)
    .innerJoin(memory, eq(memory.id, embedding.memoryId))
    .where(eq(memory.studyId, studyId))
    .groupBy(embedding.model)
    .orderBy(sql`count(*) desc`, asc(embedding.model));
}
