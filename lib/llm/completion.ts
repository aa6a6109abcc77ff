import type OpenAI from 'openai';
import { z } from 'zod';
import {
  createClient,
  type Environment,
  hostOf,
  type OpenAiService,
  openAiService,
} from '@/lib/openai/service';
import { withRetries } from '@/lib/openai/with-retries';
import { type Concession, concessionFor, knownConcessions, rememberConcessions } from './concessions';
import { isLlmError, LlmError } from './llm-error';
import type { Price } from './prices';
import { toLlmError } from './provider-failure';
import { Slots } from './slots';
import { type Usage, usageOf } from './usage';

export interface LlmMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** Everything that decides an answer. */
export interface CompletionRequest {
  model: string;
  messages: readonly LlmMessage[];
  /** JSON Schema of the answer. */
  schema: Record<string, unknown>;
  temperature: number;
  seed: number | null;
  maxOutputTokens: number;
}

export interface Completion {
  text: string;
  /** The answer ended because it reached the limit of its length. */
  cutOff: boolean;
  /** The model's words when it declined. */
  refusal: string | null;
  usage: Usage;
}

/** Requests of this process that may be under way at a time, whoever asks. */
const slots = new Slots(16);

const Answer = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.int().nonnegative(),
      completion_tokens: z.int().nonnegative(),
      prompt_tokens_details: z.object({ cached_tokens: z.int().nonnegative().nullish() }).nullish(),
    })
    .nullish()
    .catch(null),
});

/**
 * The configured service, without asking it.
 *
 * @throws LlmError `no-key` when there is none, `unreachable` when its address is none
 */
export function requireService(env: Environment): Extract<OpenAiService, { state: 'ready' }> {
  const service = openAiService(env);
  switch (service.state) {
    case 'no-key':
      throw new LlmError('no-key', 'No key for a language model is set.', {
        hint: 'Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, and start Carryover again.',
        where: 'OPENAI_API_KEY',
      });
    case 'bad-address':
      throw new LlmError('unreachable', 'OPENAI_BASE_URL is not an address.', {
        hint: 'It should look like https://api.openai.com/v1.',
        where: 'OPENAI_BASE_URL',
      });
    case 'ready':
      return service;
  }
}

/**
 * One chat completion. What the server does not take is left out and the request repeated; passing failures are waited
 * out.
 *
 * @throws LlmError; the signal's reason when it is aborted
 */
export async function complete(
  request: CompletionRequest,
  {
    env,
    price,
    timeoutMs,
    signal,
  }: { env: Environment; price: Price | null; timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<Completion> {
  const found = requireService(env);
  const client = createClient(found, { timeoutMs, maxRetries: 0 });
  const asked = { model: request.model, address: client.baseURL, secret: found.apiKey };
  const service = `${client.baseURL} ${request.model}`;
  const made = new Set<Concession>(knownConcessions(service));
  for (;;) {
    try {
      const body = toBody(request, made);
      const answer: unknown = await withRetries(
        () =>
          slots.run(
            () => withOwnSignal((own) => client.chat.completions.create(body, { signal: own }), signal),
            signal,
          ),
        signal,
      );
      const completion = toCompletion(answer, price, client.baseURL);
      rememberConcessions(service, made);
      return completion;
    } catch (error) {
      signal?.throwIfAborted();
      if (isLlmError(error)) throw error;
      const concession = concessionFor(error, made);
      if (concession === null) throw toLlmError(error, asked);
      made.add(concession);
    }
  }
}

/** The client never takes its listeners off a signal; a job's signal would gather one for every question. */
async function withOwnSignal<T>(work: (own: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const own = new AbortController();
  const pass = () => own.abort(signal?.reason);
  signal?.addEventListener('abort', pass, { once: true });
  try {
    signal?.throwIfAborted();
    return await work(own.signal);
  } finally {
    signal?.removeEventListener('abort', pass);
  }
}

function toBody(
  { model, messages, schema, temperature, seed, maxOutputTokens }: CompletionRequest,
  without: ReadonlySet<Concession>,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const inWords = without.has('format');
  return {
    model,
    messages: inWords ? askingForJson(messages, schema) : [...messages],
    ...(without.has('output-limit')
      ? { max_completion_tokens: maxOutputTokens }
      : { max_tokens: maxOutputTokens }),
    ...(without.has('temperature') ? {} : { temperature }),
    ...(seed === null || without.has('seed') ? {} : { seed }),
    ...(inWords
      ? {}
      : { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } }),
  };
}

/** Added to the last message rather than as one more: some chat templates insist on alternating roles. */
function askingForJson(messages: readonly LlmMessage[], schema: Record<string, unknown>): LlmMessage[] {
  const request = `Answer with one JSON object and nothing else. It has to fit this JSON Schema:\n${JSON.stringify(schema)}`;
  return messages.map((message, i) =>
    i === messages.length - 1 ? { ...message, content: `${message.content}\n\n${request}` } : message,
  );
}

function toCompletion(answer: unknown, price: Price | null, address: string): Completion {
  const parsed = Answer.safeParse(answer);
  const choice = parsed.data?.choices[0];
  if (!parsed.success || !choice) {
    throw new LlmError('failed', `${hostOf(address)} did not answer as a chat service does.`, {
      hint: 'Check that OPENAI_BASE_URL names an OpenAI-compatible service.',
    });
  }
  const { usage } = parsed.data;
  const { message, finish_reason: end } = choice;
  const tokens = usage
    ? {
        input: usage.prompt_tokens,
        cachedInput: usage.prompt_tokens_details?.cached_tokens ?? 0,
        output: usage.completion_tokens,
      }
    : null;
  const filtered = end === 'content_filter' ? 'its content filter cut the answer off' : null;
  return {
    text: message.content ?? '',
    cutOff: end === 'length',
    refusal: message.refusal || filtered,
    usage: usageOf(tokens, price),
  };
}
