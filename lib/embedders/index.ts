import { AppError } from '@/lib/core/errors';
import type { Embedder, EmbedderSetup, EmbeddingProvider, OfferedModel } from './embedder';
import { local, localModel } from './local';
import { parseModelName, writeModelName } from './model-name';
import { openai } from './openai';
import { transformers } from './transformers';

export type { Embedder } from './embedder';

/** All providers, in the order in which they are asked for a model. */
export const embeddingProviders = { local, transformers, openai } satisfies Record<string, EmbeddingProvider>;

/** Used when nobody chose: works offline and costs nothing. */
export const defaultModel = localModel;

const providers: readonly EmbeddingProvider[] = Object.values(embeddingProviders);

/** Models that can be chosen here, with who serves them. */
export function listModels(
  env: EmbedderSetup['env'] = process.env,
): (OfferedModel & { provider: string; label: string })[] {
  return providers.flatMap((p) =>
    p.offers(env).map((model) => ({ ...model, provider: p.id, label: p.label })),
  );
}

/** Whether texts, and so queries, can be embedded with `model` here. */
export const canEmbed = (model: string, env: EmbedderSetup['env'] = process.env): boolean =>
  providers.find((p) => p.names(model, env))?.obstacle(model, env) === null;

/**
 * The name of a model with the number of dimensions that is asked of it. A model that gives so many by itself keeps its
 * plain name.
 *
 * @throws AppError `invalid-input` when name and number contradict each other
 */
export function nameModel(
  name: string,
  dimensions: number | null,
  env: EmbedderSetup['env'] = process.env,
): string {
  const parsed = parseModelName(name.trim());
  if (dimensions !== null && parsed.dimensions !== null && parsed.dimensions !== dimensions) {
    throw new AppError('invalid-input', `${name} already says how many dimensions: ${parsed.dimensions}.`, {
      hint: 'Give the number once.',
      where: 'dimensions',
    });
  }
  const asked = dimensions ?? parsed.dimensions;
  const offered = listModels(env).find((m) => m.model === parsed.model);
  const isOwn = offered?.dimensions === asked;
  return writeModelName({ model: parsed.model, dimensions: isOwn ? null : asked });
}

/**
 * The embedder for a model.
 *
 * @throws AppError `needs-embeddings` when no provider here serves the model, `invalid-input` when it never gives the
 * dimensions that its name asks for
 */
export function embedderFor(model: string, setup: EmbedderSetup = {}): Embedder {
  const env = setup.env ?? process.env;
  const provider = providers.find((p) => p.names(model, env));
  const obstacle = provider?.obstacle(model, env);
  if (obstacle) throw obstacle;
  if (provider) return provider.create(model, setup);
  throw new AppError('needs-embeddings', `Texts cannot be embedded with "${model}" here.`, {
    hint:
      'Set OPENAI_API_KEY for OpenAI models or OPENAI_BASE_URL for a service that has this one, ' +
      `or embed the memories again with the local model (${localModel}).`,
    where: model,
  });
}
