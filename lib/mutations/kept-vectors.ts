import { createHash } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, memory, queryEmbedding } from '@/db/schema';
import type { EmbeddedPart, Embedder, EmbedOptions } from '@/lib/embedders/embedder';
import { fromBytes, toBytes } from '@/lib/queries/load-pool';

/** As many vectors as go into one statement: each is a parameter of some kilobytes. */
const vectorsPerStatement = 250;

export interface TextVector {
  text: string;
  vector: Float32Array;
  /** The model was given its beginning only. */
  cut: boolean;
}

export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Pieces of at most `size`, in order. */
export function* slices<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** The length of the vectors of a model that the study has, or that are kept; null where there are none. */
export async function storedDimensions(
  db: Db,
  model: string,
  studyId: string | null,
): Promise<number | null> {
  const ofStudy =
    studyId === null
      ? []
      : await db
          .select({ dimensions: embedding.dimensions })
          .from(embedding)
          .innerJoin(memory, eq(memory.id, embedding.memoryId))
          .where(and(eq(memory.studyId, studyId), eq(embedding.model, model)))
          .limit(1);
  if (ofStudy[0]) return ofStudy[0].dimensions;
  const kept = await db
    .select({ dimensions: queryEmbedding.dimensions })
    .from(queryEmbedding)
    .where(eq(queryEmbedding.model, model))
    .limit(1);
  return kept[0]?.dimensions ?? null;
}

/** Which of the texts have a kept vector of a model: hashes. */
export async function keptHashes(db: Db, model: string, hashes: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const slice of slices(hashes, 1_000)) {
    const rows = await db
      .select({ textHash: queryEmbedding.textHash })
      .from(queryEmbedding)
      .where(and(eq(queryEmbedding.model, model), inArray(queryEmbedding.textHash, slice)));
    for (const { textHash } of rows) found.add(textHash);
  }
  return found;
}

export interface FindOptions extends Omit<EmbedOptions, 'onPart'> {
  /** Takes vectors as they are there: first those that are kept, then, with what they took, those that were made. */
  take(found: TextVector[], made: EmbeddedPart | null): void | Promise<void>;
}

/**
 * Vectors of texts, computed once per text and model and kept under the text's content hash. Each part is kept as soon
 * as it is made.
 *
 * @param texts each once
 */
export async function findVectors(
  db: Db,
  embedder: Embedder,
  texts: readonly string[],
  { take, ...options }: FindOptions,
): Promise<void> {
  const { model, dimensions } = embedder;
  const missing: string[] = [];
  for (const slice of slices(texts, vectorsPerStatement)) {
    const hashes = new Map(slice.map((text) => [hashText(text), text]));
    const rows = await db
      .select()
      .from(queryEmbedding)
      .where(and(eq(queryEmbedding.model, model), inArray(queryEmbedding.textHash, [...hashes.keys()])));
    const known = rows.filter((row) => dimensions === null || row.dimensions === dimensions);
    const found = known.map(({ textHash, vector, cut }) => ({
      text: hashes.get(textHash)!,
      vector: fromBytes(vector),
      cut,
    }));
    for (const { textHash } of known) hashes.delete(textHash);
    missing.push(...hashes.values());
    if (found.length > 0) await take(found, null);
  }
  options.signal?.throwIfAborted();
  await embedder.embed(missing, {
    ...options,
    onPart: async (part) => {
      const made = part.places.map((place, k) => ({
        text: missing[place]!,
        vector: part.vectors[k]!,
        cut: part.cutAt[k] !== null,
      }));
      for (const slice of slices(made, vectorsPerStatement)) await keep(db, model, slice);
      await take(made, part);
    },
  });
}

async function keep(db: Db, model: string, made: readonly TextVector[]): Promise<void> {
  const rows = made.map(({ text, vector, cut }) => ({
    model,
    textHash: hashText(text),
    dimensions: vector.length,
    cut,
    vector: toBytes(vector),
  }));
  await db.insert(queryEmbedding).values(rows).onConflictDoNothing();
}
