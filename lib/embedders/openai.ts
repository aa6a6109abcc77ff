import type OpenAI from 'openai';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { createClient, openAiService } from '@/lib/openai/service';
import {
  type Embedded,
  type Embedder,
  type EmbedderSetup,
  type EmbeddingProvider,
  embedVisible,
  toVector,
} from './embedder';
import { toProviderError } from './openai-errors';

/** What OpenAI itself serves: vector length, and US dollars per million tokens (list price). */
const knownModels: Record<string, { dimensions: number; usdPerMillion: number }> = {
  'text-embedding-3-small': { dimensions: 1536, usdPerMillion: 0.02 },
  'text-embedding-3-large': { dimensions: 3072, usdPerMillion: 0.13 },
  'text-embedding-ada-002': { dimensions: 1536, usdPerMillion: 0.1 },
};
/** The models take 8,192 tokens a text; code and logs run at about three characters a token. */
const maxChars = 20_000;
/** One request may hold 300,000 tokens. */
const maxBatchChars = 400_000;
const maxBatchTexts = 96;
const timeoutMs = 60_000;

const Answer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.unknown()) })),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

/** Cuts the texts into requests that stay below the limits above. Every batch holds at least one text. */
export function toBatches(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let room = 0;
  for (const text of texts) {
    const last = batches.at(-1);
    if (last && last.length < maxBatchTexts && text.length <= room) last.push(text);
    else {
      batches.push([text]);
      room = maxBatchChars;
    }
    room -= text.length;
  }
  return batches;
}

function connect(env: NonNullable<EmbedderSetup['env']>): OpenAI {
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
      return createClient(service, { timeoutMs });
  }
}

/** Puts the answer's vectors into the order of the request. */
function readAnswer(answer: unknown, batch: readonly string[], wanted: number | null): Embedded {
  const parsed = Answer.safeParse(answer);
  if (!parsed.success || parsed.data.data.length !== batch.length) {
    throw new AppError(
      'provider-failed',
      'The embedding service did not answer with one embedding for each text.',
      {
        hint: 'Check that OPENAI_BASE_URL names an OpenAI-compatible service, and that the model makes embeddings.',
      },
    );
  }
  const rows = [...parsed.data.data].sort((a, b) => a.index - b.index);
  const length = wanted ?? rows[0]!.embedding.length;
  return {
    vectors: rows.map((row) => toVector(row.embedding, length, `text ${row.index + 1} of a request`)),
    tokens: parsed.data.usage?.prompt_tokens ?? null,
    costUsd: null,
  };
}

function createOpenAiEmbedder(
  model: string,
  { env = process.env, dimensions: stored }: EmbedderSetup,
): Embedder {
  const known = env.OPENAI_BASE_URL ? undefined : knownModels[model];
  const dimensions = stored ?? knownModels[model]?.dimensions ?? null;

  async function embedBatches(
    texts: string[],
    { signal, onProgress }: Parameters<Embedder['embed']>[1] & object,
  ) {
    const client = connect(env);
    const vectors: Float32Array[] = [];
    let tokens: number | null = 0;
    for (const input of toBatches(texts)) {
      signal?.throwIfAborted();
      // 'float' because some compatible servers ignore the client's default, base64, and answer with numbers.
      const request = client.embeddings.create({ model, input, encoding_format: 'float' }, { signal });
      const answer = await request.catch((error: unknown) => {
        signal?.throwIfAborted();
        throw toProviderError(error, { model, address: client.baseURL, secret: client.apiKey ?? '' });
      });
      const batch = readAnswer(answer, input, dimensions ?? vectors[0]?.length ?? null);
      vectors.push(...batch.vectors);
      tokens = tokens === null || batch.tokens === null ? null : tokens + batch.tokens;
      onProgress?.(vectors.length / texts.length);
    }
    return {
      vectors,
      tokens,
      costUsd: known && tokens !== null ? (tokens * known.usdPerMillion) / 1e6 : null,
    };
  }

  return {
    id: 'openai',
    model,
    dimensions,
    maxChars,
    embed: (texts, options = {}) =>
      embedVisible(texts, { maxChars, dimensions }, (some) => embedBatches(some, options)),
  };
}

/** OpenAI, or any service that speaks its protocol. Failed requests are repeated by the client library. */
export const openai: EmbeddingProvider = {
  id: 'openai',
  label: 'OpenAI or compatible',
  offers: (env) => (env.OPENAI_API_KEY || env.OPENAI_BASE_URL ? Object.keys(knownModels) : []),
  // A service of one's own may serve any model under any name; only asking it tells.
  serves: (model, env) =>
    Boolean(env.OPENAI_BASE_URL) || (Boolean(env.OPENAI_API_KEY) && model in knownModels),
  create: createOpenAiEmbedder,
};
