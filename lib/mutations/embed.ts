import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, memory } from '@/db/schema';
import { compute, maxThreads } from '@/lib/compute/pool';
import { AppError, isAppError } from '@/lib/core/errors';
import { isUnitLength } from '@/lib/core/linear/unit-length';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import { embedderFor } from '@/lib/embedders';
import type { Embedder } from '@/lib/embedders/embedder';
import { toBytes } from '@/lib/queries/load-pool';
import { missingMemories, textsOf } from '@/lib/queries/texts-to-embed';
import { addToTally, type EmbeddingTally, progressLine, startTally } from './embedding-tally';
import { findVectors, slices, storedDimensions, type TextVector } from './kept-vectors';

/** Memories whose texts are in memory at a time. */
const groupMemories = 1_000;
const vectorsPerStatement = 250;

/** The embedder for a model; models of this machine run in as many worker threads as there are. */
export const serverEmbedder = (model: string, dimensions?: number | null): Embedder =>
  embedderFor(model, {
    ...(dimensions ? { dimensions } : {}),
    threads: maxThreads,
    runLocally: (input, options) => compute('embed-texts', input, options),
    runTransformers: (input, options) => compute('embed-with-transformers', input, options),
  });

interface Running {
  /** Which of the memories' texts; the key unless said. */
  keyText?: KeyText;
  signal: AbortSignal;
  report: (progress: number, message: string, detail?: Record<string, unknown>) => void;
}

/**
 * Gives every memory of the study a vector of `model` for one of its texts; those that have one are left alone. What is
 * done is stored as it is done, so that work that was cut off, or failed, goes on from there. A text that several
 * memories share, or that was embedded before, is not embedded again.
 *
 * @throws AppError when no provider here serves the model, or when it fails; vectors made before stay
 */
export async function embedMissingMemories(
  db: Db,
  studyId: string,
  model: string,
  { keyText = 'key', signal, report }: Running,
): Promise<EmbeddingTally> {
  const ids = await missingMemories(db, studyId, model, keyText);
  const tally = startTally(model, keyText, ids.length);
  const tell = (more?: string) =>
    report(tally.total === 0 ? 1 : tally.embedded / tally.total, progressLine(tally, more), { ...tally });
  const embedder = serverEmbedder(model, await storedDimensions(db, model, studyId));
  tell();
  try {
    for (const group of slices(ids, groupMemories)) {
      const memories = await textsOf(db, group, keyText);
      await findVectors(db, embedder, [...memories.keys()], {
        signal,
        onWait: (ms) => tell(`waiting ${Math.ceil(ms / 1000)} s, as the service asks`),
        take: async (found, made) => {
          addToTally(tally, await storeVectors(db, found, memories, { model, keyText }), made);
          tell();
        },
      });
    }
  } catch (error) {
    throw signal.aborted || tally.embedded === 0 ? error : withWhatStays(error, tally.embedded);
  }
  return tally;
}

/** Stores each vector with the memories that have its text and are still there. */
async function storeVectors(
  db: Db,
  found: readonly TextVector[],
  memories: ReadonlyMap<string, string[]>,
  kind: { model: string; keyText: KeyText },
): Promise<{ memories: number; cut: number }> {
  const rows = found.flatMap(({ text, vector, cut }) => {
    const facts = {
      ...kind,
      cut,
      dimensions: vector.length,
      unitLength: isUnitLength(vector),
      vector: toBytes(vector),
    };
    return memories.get(text)!.map((memoryId) => ({ ...facts, memoryId }));
  });
  for (const slice of slices(rows, vectorsPerStatement)) {
    await db.transaction(async (tx) => {
      const ids = slice.map(({ memoryId }) => memoryId);
      const there = await tx
        .select({ id: memory.id })
        .from(memory)
        .where(inArray(memory.id, ids))
        .for('key share');
      const present = new Set(there.map(({ id }) => id));
      const kept = slice.filter(({ memoryId }) => present.has(memoryId));
      if (kept.length > 0) await tx.insert(embedding).values(kept).onConflictDoNothing();
    });
  }
  return { memories: rows.length, cut: rows.filter(({ cut }) => cut).length };
}

function withWhatStays(error: unknown, embedded: number): unknown {
  if (!isAppError(error)) return error;
  const { code, message, hint, where } = error;
  const stays = `The vectors of ${embedded.toLocaleString('en')} memories were stored before and stay; starting again goes on from there.`;
  return new AppError(code, message, {
    hint: hint ? `${hint} ${stays}` : stays,
    ...(where ? { where } : {}),
    cause: error,
  });
}

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
  const vectors = new Map<string, Float32Array>();
  const unique = [...new Set(texts)];
  const embedder = serverEmbedder(model, await storedDimensions(db, model, null));
  await findVectors(db, embedder, unique, {
    ...(signal ? { signal } : {}),
    take: (found) => {
      for (const { text, vector } of found) vectors.set(text, vector);
      report?.(vectors.size / unique.length, `Embedding task texts: ${vectors.size} of ${unique.length}`);
    },
  });
  return texts.map((text) => vectors.get(text)!);
}

/** How many of the study's memories have a vector of one of their texts (the key unless said), by model; most first. */
export async function countVectors(
  db: Db,
  studyId: string,
  keyText: KeyText = 'key',
): Promise<{ model: string; dimensions: number; memoryCount: number }[]> {
  return db
    .select({
      model: embedding.model,
      dimensions: sql<number>`max(${embedding.dimensions})::int`,
      memoryCount: sql<number>`count(*)::int`,
    })
    .from(embedding)
    .innerJoin(memory, eq(memory.id, embedding.memoryId))
    .where(and(eq(memory.studyId, studyId), eq(embedding.keyText, keyText)))
    .groupBy(embedding.model)
    .orderBy(sql`count(*) desc`, asc(embedding.model));
}
