import type OpenAI from 'openai';
import { AppError } from '@/lib/core/errors';
import { createClient, hostOf, isOpenAiItself, openAiService, serviceHost } from '@/lib/openai/service';
import { type EmbedSome, embedInParts } from './embed-in-parts';
import type { Embedder, EmbedderSetup, EmbeddingProvider, EmbedOptions, Environment } from './embedder';
import { parseModelName } from './model-name';
import { askForEmbeddings } from './openai-request';
import { isTransformersName } from './transformers-name';

/** What importers call vectors of a pool that does not name its model: no service has such a model. */
const unknownOrigin = /^imported-\d+d\b/;

/** What OpenAI itself serves: vector length, and US dollars per million tokens (list price of late 2025). */
const knownModels: Record<string, { dimensions: number; usdPerMillion: number; takesDimensions: boolean }> = {
  'text-embedding-3-small': { dimensions: 1536, usdPerMillion: 0.02, takesDimensions: true },
  'text-embedding-3-large': { dimensions: 3072, usdPerMillion: 0.13, takesDimensions: true },
  'text-embedding-ada-002': { dimensions: 1536, usdPerMillion: 0.1, takesDimensions: false },
};
const known = (model: string) => (Object.hasOwn(knownModels, model) ? knownModels[model] : undefined);
/** The models take 8,192 tokens a text; code and logs run at about three characters a token. */
const maxChars = 20_000;
/** One request may hold 300,000 tokens. */
const partChars = 400_000;
const partTexts = 96;
/** Requests under way at a time: enough to hide the way there and back, few enough for the smallest accounts. */
const width = 4;
const timeoutMs = 60_000;

/** @throws AppError when no service is configured, or its address is none */
function connect(env: Environment): OpenAI {
  const service = openAiService(env);
  switch (service.state) {
    case 'bad-address':
      throw new AppError('provider-failed', 'OPENAI_BASE_URL is not an address.', {
        hint: 'It should look like https://api.openai.com/v1.',
        where: 'OPENAI_BASE_URL',
      });
    case 'no-key':
      throw new AppError('provider-failed', 'No key for the embedding service is set.', {
        hint: 'Set OPENAI_API_KEY (or OPENAI_BASE_URL for a server of your own), or use the local model.',
        where: 'OPENAI_API_KEY',
      });
    case 'ready':
      return createClient(service, { timeoutMs, maxRetries: 0 });
  }
}

/** Where the length that an answer must have is from, for messages. */
function expectedBy(asked: number | null, stored: number | undefined): string {
  if (asked !== null) return 'so many were asked for, and the service did not heed it';
  return stored === undefined
    ? 'all vectors of a model have one length'
    : 'the stored vectors of this model have so many';
}

function createOpenAiEmbedder(
  name: string,
  { env = process.env, dimensions: stored }: EmbedderSetup,
): Embedder {
  const { model, dimensions: asked } = parseModelName(name);
  const dimensions = stored ?? asked ?? known(model)?.dimensions ?? null;
  const usdPerMillion = isOpenAiItself(env) ? (known(model)?.usdPerMillion ?? null) : null;
  const host = serviceHost(env);
  const plan = {
    who: host ?? 'The service',
    model: name,
    maxChars,
    usdPerMillion,
    partTexts,
    partChars,
    width,
    dimensions,
    expectedBy: expectedBy(asked, stored),
  };
  const embed = (texts: readonly string[], options: EmbedOptions = {}) => {
    let client: OpenAI | undefined;
    const embedSome: EmbedSome = (some, part) => {
      client ??= connect(env);
      const request = { model, dimensions: asked, name, host: hostOf(client.baseURL) };
      return askForEmbeddings(client, request, some, part);
    };
    return embedInParts(texts, plan, embedSome, options);
  };
  return { id: 'openai', model: name, host, dimensions, maxChars, usdPerMillion, embed };
}

const refuse = (message: string, hint: string) =>
  new AppError('invalid-input', message, { hint, where: 'dimensions' });

function obstacle(name: string, env: Environment): AppError | null {
  const { model, dimensions } = parseModelName(name);
  if (!env.OPENAI_BASE_URL?.trim() && !env.OPENAI_API_KEY?.trim()) {
    return new AppError(
      'needs-embeddings',
      `Texts cannot be embedded with "${model}" here: no key for it is set.`,
      {
        hint: 'Set OPENAI_API_KEY (or OPENAI_BASE_URL for a server of your own) and start Carryover again, or use the local model.',
        where: name,
      },
    );
  }
  const facts = isOpenAiItself(env) ? known(model) : undefined;
  if (!facts || dimensions === null) return null;
  if (!facts.takesDimensions)
    return refuse(
      `${model} always gives ${facts.dimensions} dimensions.`,
      'Ask for it without a number of dimensions, or choose text-embedding-3-small.',
    );
  return dimensions > facts.dimensions
    ? refuse(`${model} gives at most ${facts.dimensions} dimensions.`, 'Ask for fewer.')
    : null;
}

/** OpenAI, or any service that speaks its protocol: Azure, vLLM, Ollama, LM Studio. */
export const openai: EmbeddingProvider = {
  id: 'openai',
  label: 'OpenAI or compatible',
  offers: (env) =>
    env.OPENAI_API_KEY || env.OPENAI_BASE_URL
      ? Object.entries(knownModels).map(([model, { dimensions, takesDimensions }]) => ({
          model,
          dimensions,
          takesDimensions,
        }))
      : [],
  // A service of one's own may serve any model under any name; only asking it tells.
  names: (name, env) =>
    !isTransformersName(name) &&
    !unknownOrigin.test(name) &&
    (!isOpenAiItself(env) || known(parseModelName(name).model) !== undefined),
  obstacle,
  create: createOpenAiEmbedder,
};
