import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { toVector, type VectorRows } from './embedder';
import { importPackage } from './optional-package';

export const transformersPackage = '@huggingface/transformers';

interface Tensor {
  data: ArrayLike<number>;
  dims: number[];
}

/** What we use of the package's feature-extraction pipeline. */
interface Extractor {
  (texts: string[], options: { pooling: 'mean'; normalize: boolean }): Promise<Tensor>;
  tokenizer: { encode(text: string): number[]; model_max_length: number };
  model?: { config?: { max_position_embeddings?: number } };
}

interface Package {
  pipeline(task: 'feature-extraction', model: string, options: { dtype: 'fp32' }): Promise<Extractor>;
}

const Shape = z.object({ pipeline: z.function() });

export interface Loading {
  importPackage(name: string): Promise<unknown>;
}

/** Models of this thread, by how they were loaded and what they are called. */
const loaded = new WeakMap<Loading['importPackage'], Map<string, Promise<Extractor>>>();

function loadModel(model: string, load: Loading['importPackage']): Promise<Extractor> {
  const models = loaded.get(load) ?? new Map<string, Promise<Extractor>>();
  loaded.set(load, models);
  const known = models.get(model);
  if (known) return known;
  const made = openModel(model, load);
  models.set(model, made);
  // What could not be loaded now may be later.
  made.catch(() => models.delete(model));
  return made;
}

async function openModel(model: string, load: Loading['importPackage']): Promise<Extractor> {
  const found = await load(transformersPackage).catch((cause: unknown) => {
    throw new AppError('needs-embeddings', `The package ${transformersPackage} could not be loaded.`, {
      hint: `Run: npm install ${transformersPackage}`,
      cause,
    });
  });
  if (!Shape.safeParse(found).success) {
    throw new AppError('provider-failed', `The package ${transformersPackage} has no pipelines.`, {
      hint: `Install a version of it that has them: npm install ${transformersPackage}@4`,
    });
  }
  // Whole precision: what is stored must not depend on which machine made it.
  return (found as Package)
    .pipeline('feature-extraction', model, { dtype: 'fp32' })
    .catch((cause: unknown) => {
      throw new AppError('provider-failed', `The model ${model} could not be loaded: ${saidBy(cause)}`, {
        hint: 'Check its name on huggingface.co, that it has ONNX weights, and that they can be downloaded from here the first time.',
        where: model,
        cause,
      });
    });
}

/**
 * Embeds texts with a model of Hugging Face on the calling thread, which it keeps busy: the mean over the tokens, brought
 * to length 1, as sentence-transformers models are meant to be used. Meant for a worker thread. Weights are downloaded
 * when a model is used for the first time, and kept by the package.
 *
 * @param input `OWNER/MODEL`, and texts of at least one visible character each
 * @returns row-major vectors of unit length; texts longer than the model's limit in tokens are cut there
 * @throws AppError `needs-embeddings` without the package, `provider-failed` when the model cannot be loaded or used
 * @see Reimers & Gurevych 2019, "Sentence-BERT", arXiv:1908.10084
 */
export async function embedWithTransformers(
  { model, texts }: { model: string; texts: readonly string[] },
  _report?: (fraction: number) => void,
  loading: Loading = { importPackage },
): Promise<VectorRows> {
  const extractor = await loadModel(model, loading.importPackage);
  const given = texts.map((text) => fitTokens(text, extractor));
  const options = { pooling: 'mean', normalize: true } as const;
  const answer = extractor(
    given.map(({ text }) => text),
    options,
  ).catch((cause: unknown) => {
    throw unusable(model, `could not embed: ${saidBy(cause)}`, cause);
  });
  const { data, dims } = await answer;
  const [rows = 0, dimensions = 0] = dims;
  if (dims.length !== 2 || rows !== texts.length || data.length !== rows * dimensions)
    throw unusable(model, 'did not answer with one vector for each text.');
  return {
    vectors: toVector(Array.from(data), `a text by ${model}`),
    dimensions,
    cutAt: given.map(({ cutAt }) => cutAt),
    tokens: given.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

const saidBy = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ').slice(0, 300);

const unusable = (model: string, said: string, cause?: unknown) =>
  new AppError('provider-failed', `The model ${model} ${said}`, {
    hint: 'Choose a model that makes sentence embeddings, one of those with “feature-extraction” on its page.',
    where: model,
    cause,
  });

/** The longest beginning of a text that the model takes whole. */
function fitTokens(text: string, { tokenizer, model }: Extractor) {
  const stated = tokenizer.model_max_length;
  // Some tokenizers state no limit, or a number beyond all sense, where the model has one.
  const limit = Math.min(stated, model?.config?.max_position_embeddings ?? Number.POSITIVE_INFINITY);
  const count = (part: string) => tokenizer.encode(part).length;
  const tokens = count(text);
  if (tokens <= limit) return { text, tokens, cutAt: null };
  let [fits, over] = [0, text.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (count(text.slice(0, middle)) <= limit) fits = middle;
    else over = middle;
  }
  return { text: text.slice(0, fits), tokens: limit, cutAt: fits };
}
