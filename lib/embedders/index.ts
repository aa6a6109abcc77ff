import { AppError } from '@/lib/core/errors';
import type { Embedder, EmbedderSetup, EmbeddingProvider } from './embedder';
import { local, localModel } from './local';
import { openai } from './openai';

export type { Embedder } from './embedder';

/** All providers, in the order in which they are asked for a model. */
export const embeddingProviders = { local, openai } satisfies Record<string, EmbeddingProvider>;

/** Used when nobody chose: works offline and costs nothing. */
export const defaultModel = localModel;

const providers: readonly EmbeddingProvider[] = Object.values(embeddingProviders);

/** Models that can be chosen here, with who serves them. */
export function listModels(
  env: EmbedderSetup['env'] = process.env,
): { model: string; provider: string; label: string }[] {
  return providers.flatMap((p) => p.offers(env).map((model) => ({ model, provider: p.id, label: p.label })));
}

/** Whether texts, and so queries, can be embedded with `model` here. */
export const canEmbed = (model: string, env: EmbedderSetup['env'] = process.env): boolean =>
  providers.some((provider) => provider.serves(model, env));

/**
 * The embedder for a model.
 *
 * @throws AppError `needs-embeddings` when no provider here serves the model
 */
export function embedderFor(model: string, setup: EmbedderSetup = {}): Embedder {
  const provider = providers.find((p) => p.serves(model, setup.env ?? process.env));
  if (provider) return provider.create(model, setup);
  throw new AppError('needs-embeddings', `Texts cannot be embedded with "${model}" here.`, {
    hint:
      'Set OPENAI_API_KEY for OpenAI models or OPENAI_BASE_URL for a service that has this one, ' +
      `or embed the memories again with the local model (${localModel}).`,
    where: model,
  });
}
