import type { z } from 'zod';
import { keepEnds } from '@/lib/core/keep-ends';
import type { Environment } from '@/lib/openai/service';
import { type AnswerCache, answerKey } from './answer-cache';
import type { Budget } from './budget';
import { type Completion, type CompletionRequest, complete, type LlmMessage } from './completion';
import { isLlmError, LlmError } from './llm-error';
import { costOf, listPrice, type Price } from './prices';
import { readAnswer } from './read-answer';
import { addUsage, noUsage, type Usage } from './usage';
import { wireSchema } from './wire-schema';
import { worstTokens } from './worst-tokens';

/** One question to a model whose answer is to fit a schema. */
export interface LlmQuestion<T> {
  /** Which prompt asks; kept with the answer. */
  prompt: { id: string; version: number };
  model: string;
  messages: readonly LlmMessage[];
  schema: z.ZodType<T>;
  /** 0 unless given: the same question should get the same answer. */
  temperature?: number;
  seed?: number | null;
  /** The answer's length; reasoning models spend part of it on thinking. */
  maxOutputTokens?: number;
  /** A longer question is cut: the longest message loses its middle. */
  maxInputChars?: number;
}

export interface AskOptions {
  /** Ends the wait; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Shared by all questions of one piece of work. */
  budget?: Budget | undefined;
  /** Without one, every question is asked anew. */
  cache?: AnswerCache | undefined;
  /** Answers come from the cache alone and nobody is asked. */
  replayOnly?: boolean | undefined;
  /** In place of the list price: for models that no list knows. */
  price?: Price | null | undefined;
  timeoutMs?: number | undefined;
  /** Where the service's address and key are read. */
  env?: Environment | undefined;
}

export interface LlmAnswer<T> {
  value: T;
  /** What the answer took when it was asked; for one from the cache, nothing was spent now. */
  usage: Usage;
  fromCache: boolean;
  /** The first answer did not fit, the second did. */
  repaired: boolean;
  /** Characters of the question that were left out since it was too long; 0 when it was asked as given. */
  leftOutChars: number;
}

const defaults = { temperature: 0, maxOutputTokens: 4_096, maxInputChars: 120_000, timeoutMs: 120_000 };

/**
 * Asks a model one question and gives the answer as a value that fits the schema. An answer that does not fit is shown
 * to the model once, together with what is wrong with it.
 *
 * @throws LlmError with the `reason`; the signal's reason when it is aborted
 */
export async function askLlm<T>(question: LlmQuestion<T>, options: AskOptions = {}): Promise<LlmAnswer<T>> {
  const { schema, prompt } = question;
  const { messages, leftOutChars } = fitting(
    question.messages,
    question.maxInputChars ?? defaults.maxInputChars,
  );
  const request: CompletionRequest = {
    model: question.model,
    messages,
    schema: wireSchema(schema),
    temperature: question.temperature ?? defaults.temperature,
    seed: question.seed ?? null,
    maxOutputTokens: question.maxOutputTokens ?? defaults.maxOutputTokens,
  };
  const key = answerKey(request);
  const known = await options.cache?.get(key);
  if (known) {
    const read = readAnswer(known.text, schema);
    if (read.ok)
      return {
        value: read.value,
        usage: known.usage,
        fromCache: true,
        repaired: known.repaired,
        leftOutChars,
      };
  }
  if (options.replayOnly) {
    throw new LlmError(
      'not-cached',
      'This question has not been answered before, and only kept answers may be used.',
      {
        hint: 'Run it once with a model service, or turn replaying off.',
      },
    );
  }
  const { value, text, usage, repaired } = await askTwice(request, schema, options);
  await options.cache?.put({
    ...{ key, model: request.model, promptId: prompt.id, promptVersion: prompt.version },
    ...{ text, usage, repaired },
  });
  return { value, usage, fromCache: false, repaired, leftOutChars };
}

async function askTwice<T>(request: CompletionRequest, schema: z.ZodType<T>, options: AskOptions) {
  let usage = noUsage;
  try {
    const first = await askOnce(request, options);
    usage = addUsage(usage, first.usage);
    const read = readWhole(first, schema, request);
    if (read.ok) return { value: read.value, text: first.text, usage, repaired: false };

    const repair: LlmMessage[] = [
      { role: 'assistant', content: first.text },
      {
        role: 'user',
        content: `This answer cannot be used:\n${read.problem}\nAnswer again, with JSON that fits and nothing else.`,
      },
    ];
    const second = await askOnce({ ...request, messages: [...request.messages, ...repair] }, options);
    usage = addUsage(usage, second.usage);
    const again = readWhole(second, schema, request);
    if (again.ok) return { value: again.value, text: second.text, usage, repaired: true };
    throw new LlmError(
      'malformed',
      `The model's answer does not fit, even after it was told why: ${again.problem}`,
      {
        hint: 'Try again, or choose a model that follows a format better.',
      },
    );
  } catch (error) {
    if (isLlmError(error) && usage.requests > 0) error.usage = usage;
    throw error;
  }
}

function readWhole<T>(completion: Completion, schema: z.ZodType<T>, { maxOutputTokens }: CompletionRequest) {
  if (completion.refusal !== null) {
    throw new LlmError('refused', `The model declined to answer: ${completion.refusal.slice(0, 300)}`, {
      hint: 'Another model may answer.',
    });
  }
  const read = readAnswer(completion.text, schema);
  if (read.ok || !completion.cutOff) return read;
  return {
    ok: false as const,
    problem: `The answer was cut off at ${maxOutputTokens} tokens; it has to be shorter.`,
  };
}

/** One request within the budget. */
async function askOnce(request: CompletionRequest, options: AskOptions): Promise<Completion> {
  const { env = process.env, signal, budget, timeoutMs = defaults.timeoutMs } = options;
  const price = options.price ?? listPrice(request.model, env);
  const texts = [...request.messages.map(({ content }) => content), JSON.stringify(request.schema)];
  const input = worstTokens(texts);
  const output = request.maxOutputTokens;
  const worst = { tokens: input + output, usd: price ? costOf(price, { input, output }) : null };
  const settle = await budget?.reserve(worst, signal);
  try {
    const completion = await complete(request, { env, price, timeoutMs, signal });
    const { inputTokens, outputTokens, costUsd } = completion.usage;
    const counted = inputTokens !== null && outputTokens !== null;
    // A service that does not count is charged with the worst case: the budget must hold all the same.
    settle?.(counted ? { tokens: inputTokens + outputTokens, usd: costUsd } : worst);
    return completion;
  } catch (error) {
    settle?.(null);
    throw error;
  }
}

/** Takes out of the longest message what is too much for the whole. */
function fitting(
  messages: readonly LlmMessage[],
  maxChars: number,
): { messages: LlmMessage[]; leftOutChars: number } {
  const total = messages.reduce((sum, { content }) => sum + content.length, 0);
  if (total <= maxChars) return { messages: [...messages], leftOutChars: 0 };
  const longest = messages.reduce((a, b) => (b.content.length > a.content.length ? b : a));
  const cut = keepEnds(longest.content, Math.max(0, longest.content.length - (total - maxChars)));
  return {
    messages: messages.map((message) => (message === longest ? { ...message, content: cut.text } : message)),
    leftOutChars: cut.leftOut,
  };
}
