import type OpenAI from 'openai';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { withRetries } from '@/lib/openai/with-retries';
import { firstCharacters } from './embed-in-parts';
import { type EmbedOptions, toVector } from './embedder';
import { isTooLong, toProviderError } from './openai-errors';

export interface EmbeddingRequest {
  /** As the service knows it. */
  model: string;
  /** Shorter vectors than the model gives by itself; null for those. */
  dimensions: number | null;
  /** The name under which the vectors are kept, for messages. */
  name: string;
  host: string;
}

export interface SomeEmbedded {
  vectors: Float32Array[];
  cutAt: (number | null)[];
  tokens: number | null;
}

const Answer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.unknown()) })),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

/** A text that is refused even at this length is not refused for its length. */
const shortestChars = 100;

/**
 * Asks a service for the vectors of some texts. A request that is too long for the model is halved, first by its texts,
 * then by the characters of one text: how long a text may be is known to the service alone, in tokens of its own.
 *
 * @throws AppError `provider-failed`, in words a reader can act on
 */
export async function askForEmbeddings(
  client: OpenAI,
  request: EmbeddingRequest,
  texts: readonly string[],
  options: Pick<EmbedOptions, 'signal' | 'onWait'>,
): Promise<SomeEmbedded> {
  try {
    return { ...(await askOnce(client, request, texts, options)), cutAt: texts.map(() => null) };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isTooLong(error) || (texts.length === 1 && texts[0]!.length <= shortestChars)) {
      const { baseURL: address, apiKey: secret } = client;
      throw toProviderError(error, { model: request.name, address, secret: secret ?? '' });
    }
  }
  if (texts.length > 1) {
    const half = Math.ceil(texts.length / 2);
    const first = await askForEmbeddings(client, request, texts.slice(0, half), options);
    const second = await askForEmbeddings(client, request, texts.slice(half), options);
    return {
      vectors: [...first.vectors, ...second.vectors],
      cutAt: [...first.cutAt, ...second.cutAt],
      tokens: first.tokens === null || second.tokens === null ? null : first.tokens + second.tokens,
    };
  }
  const shorter = firstCharacters(texts[0]!, Math.floor(texts[0]!.length / 2));
  const { vectors, cutAt, tokens } = await askForEmbeddings(client, request, [shorter], options);
  return { vectors, cutAt: [cutAt[0] ?? shorter.length], tokens };
}

async function askOnce(
  client: OpenAI,
  { model, dimensions, host }: EmbeddingRequest,
  texts: readonly string[],
  { signal, onWait }: Pick<EmbedOptions, 'signal' | 'onWait'>,
): Promise<{ vectors: Float32Array[]; tokens: number | null }> {
  const body = {
    model,
    input: [...texts],
    // Some compatible servers ignore the client's default, base64, and answer with numbers.
    encoding_format: 'float' as const,
    ...(dimensions === null ? {} : { dimensions }),
  };
  const answer: unknown = await withRetries(
    // A signal of its own: the client never stops listening to the one it is given.
    () => client.embeddings.create(body, signal ? { signal: AbortSignal.any([signal]) } : {}),
    signal,
    onWait,
  );
  return readAnswer(answer, texts.length, host);
}

/** Puts the answer's vectors into the order of the request. */
function readAnswer(answer: unknown, count: number, host: string) {
  const parsed = Answer.safeParse(answer);
  const rows = parsed.success ? parsed.data.data.sort((a, b) => a.index - b.index) : [];
  if (!parsed.success || rows.length !== count || rows.some(({ index }, i) => index !== i)) {
    throw new AppError('provider-failed', `${host} did not answer with one embedding for each text.`, {
      hint: 'Check that OPENAI_BASE_URL names an OpenAI-compatible service, and that the model makes embeddings.',
    });
  }
  return {
    vectors: rows.map((row) => toVector(row.embedding, `text ${row.index + 1} of a request`)),
    tokens: parsed.data.usage?.prompt_tokens ?? null,
  };
}
