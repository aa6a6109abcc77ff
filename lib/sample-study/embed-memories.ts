import type { Embedder, EmbedOptions } from '@/lib/embedders/embedder';
import type { MemoryRecord } from '@/lib/importers/importer';

/**
 * The same memories, each with the vector of its key text.
 *
 * @throws AppError `provider-failed` when the embedder fails; rejects with the signal's reason when aborted
 */
export async function embedMemories(
  memories: readonly MemoryRecord[],
  embedder: Embedder,
  options: EmbedOptions = {},
): Promise<MemoryRecord[]> {
  const texts = memories.map((memory) => memory.keyText);
  const { vectors } = await embedder.embed(texts, options);
  return memories.map((memory, i) => ({
    ...memory,
    embeddings: [...memory.embeddings, { model: embedder.model, vector: vectors[i]! }],
  }));
}
