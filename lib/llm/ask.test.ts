import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isAppError } from '@/lib/core/errors';
import { answerJson } from '@/lib/openai/test-server';
import type { AnswerCache, CacheEntry } from './answer-cache';
import { type AskOptions, askLlm, Budget, isLasting, isLlmError, type LlmQuestion } from './index';
import { answerChat, type ChatRequest, startChatService } from './test-server';

const key = 'sk-test-0123456789abcdef';
const schema = z.object({ title: z.string().min(1), steps: z.array(z.string()).min(1) });
const good = JSON.stringify({ title: 'Check', steps: ['look', 'act'] });
const value = JSON.parse(good) as z.infer<typeof schema>;

let service: Awaited<ReturnType<typeof startChatService>> | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

let served = 0;
async function serve(handler: Parameters<typeof startChatService>[0]) {
  service = await startChatService(handler);
  return { OPENAI_API_KEY: key, OPENAI_BASE_URL: service.url };
}
const always = (content: string) => (_: ChatRequest, response: Parameters<typeof answerChat>[0]) =>
  answerChat(response, { content });

// A model of its own for each question: what a server refused is remembered by model.
const question = (more: Partial<LlmQuestion<typeof value>> = {}): LlmQuestion<typeof value> => ({
  prompt: { id: 'test', version: 1 },
  model: `model-${++served}`,
  messages: [
    { role: 'system', content: 'Answer.' },
    { role: 'user', content: 'What?' },
  ],
  schema,
  seed: 7,
  ...more,
});

function memoryCache() {
  const entries = new Map<string, CacheEntry>();
  const cache: AnswerCache = {
    get: async (name) => entries.get(name) ?? null,
    put: async (entry) => void entries.set(entry.key, entry),
  };
  return { cache, entries };
}

/** What a person would see of a failure, and everything a log could print of it. */
async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAppError(error) || !isLlmError(error)) throw new Error(`expected an LlmError, got ${String(error)}`);
  expect(JSON.stringify([error.message, error.hint, error.stack, error.cause])).not.toContain(key);
  expect(error.hint).toBeTruthy();
  return error;
}

describe('askLlm', () => {
  it('asks once with a schema and counts tokens; the price of an unknown model is unknown', async () => {
    const env = await serve(always(good));
    const asked = question({ model: 'asked-once' });
    expect(await askLlm(asked, { env })).toEqual({
      value,
      usage: { requests: 1, inputTokens: 100, outputTokens: 20, costUsd: null },
      fromCache: false,
      repaired: false,
      leftOutChars: 0,
    });
    expect(service!.requests).toHaveLength(1);
    const { body, authorization, url } = service!.requests[0]!;
    expect({ authorization, url }).toEqual({ authorization: `Bearer ${key}`, url: '/v1/chat/completions' });
    expect(body).toMatchObject({ model: 'asked-once', temperature: 0, seed: 7, max_tokens: 4096 });
    expect(body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { schema: { required: ['title', 'steps'], additionalProperties: false } },
    });
    expect(JSON.stringify(body.response_format)).not.toContain('minLength');
  });

  it('costs what the given price says', async () => {
    const env = await serve(always(good));
    const { usage } = await askLlm(question(), { env, price: { input: 10, output: 50 } });
    expect(usage.costUsd).toBeCloseTo((100 * 10 + 20 * 50) / 1e6, 12);
  });

  it('does not take silence about tokens for zero', async () => {
    const env = await serve((_, response) => answerChat(response, { content: good, tokens: null }));
    const { usage } = await askLlm(question(), { env, price: { input: 10, output: 50 } });
    expect(usage).toEqual({ requests: 1, inputTokens: null, outputTokens: null, costUsd: null });
  });

  it.each([
    ['thinking in tags', `<think>{ "title": hm }</think>\n${good}`],
    ['a fenced block', `Here it is:\n\`\`\`json\n${good}\n\`\`\`\nDone.`],
    ['sentences around it', `Sure! ${good} I hope this helps.`],
  ])('reads JSON with %s', async (_name, content) => {
    const env = await serve(always(content));
    expect((await askLlm(question(), { env })).value).toEqual(value);
  });

  it('waits as long as the service asks for', async () => {
    const env = await serve((_, response, n) =>
      n === 1
        ? answerJson(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' })
        : answerChat(response, { content: good }),
    );
    const before = performance.now();
    expect((await askLlm(question(), { env })).value).toEqual(value);
    expect(performance.now() - before).toBeGreaterThan(990);
    expect(service!.requests).toHaveLength(2);
  });

  it('outlasts 500 and a time-out', async () => {
    const env = await serve((_, response, n) => {
      if (n === 1) answerJson(response, 500, { error: { message: 'boom' } });
      else if (n === 2) setTimeout(() => answerChat(response, { content: good }), 2_000).unref();
      else answerChat(response, { content: good });
    });
    expect((await askLlm(question(), { env, timeoutMs: 200 })).value).toEqual(value);
    expect(service!.requests).toHaveLength(3);
  });

  it('stops waiting at once when it is aborted', async () => {
    const env = await serve((_, response) =>
      answerJson(response, 429, { error: { message: 'later' } }, { 'retry-after': '60' }),
    );
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 200);
    const before = performance.now();
    await expect(askLlm(question(), { env, signal: stop.signal })).rejects.toThrow('enough');
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  it('shows the model its answer and what is wrong with it, once', async () => {
    const env = await serve((_, response, n) =>
      answerChat(response, { content: n === 1 ? '{"title": "", "steps": []}' : good }),
    );
    const answer = await askLlm(question(), { env });
    expect(answer).toMatchObject({
      value,
      repaired: true,
      usage: { requests: 2, inputTokens: 200, outputTokens: 40 },
    });
    const messages = service!.requests[1]!.body.messages;
    expect(messages.at(-2)).toEqual({ role: 'assistant', content: '{"title": "", "steps": []}' });
    expect(messages.at(-1)!.content).toMatch(/cannot be used[\s\S]*title[\s\S]*steps/);
  });

  it.each([
    ['malformed JSON', '{"title": "cut', /not valid JSON/],
    ['the wrong structure', '{"title": 3}', /title/],
  ])('gives %s up after one repair, and says what that cost', async (_name, content, message) => {
    const env = await serve(always(content));
    const { cache, entries } = memoryCache();
    const failure = await failureOf(askLlm(question(), { env, cache }));
    expect(failure).toMatchObject({
      code: 'provider-failed',
      reason: 'malformed',
      usage: { requests: 2, inputTokens: 200 },
    });
    expect(failure.message).toMatch(message);
    expect(service!.requests).toHaveLength(2);
    expect(entries.size).toBe(0);
  });

  it('tells an answer that was cut off', async () => {
    const env = await serve((_, response) =>
      answerChat(response, { content: '{"title": "a', finish: 'length' }),
    );
    const failure = await failureOf(askLlm(question({ maxOutputTokens: 50 }), { env }));
    expect(failure.message).toMatch(/cut off at 50 tokens/);
  });

  it.each([
    ['in its own field', { refusal: 'I cannot help with that.' }],
    ['by a content filter', { content: '', finish: 'content_filter' }],
  ])('takes a refusal %s for what it is, without a second question', async (_name, reply) => {
    const env = await serve((_, response) => answerChat(response, reply));
    const failure = await failureOf(askLlm(question(), { env }));
    expect(failure).toMatchObject({ reason: 'refused', usage: { requests: 1 } });
    expect(isLasting(failure)).toBe(false);
    expect(service!.requests).toHaveLength(1);
  });

  it('cuts a question that is too long, and says so', async () => {
    const env = await serve(always(good));
    const messages = [{ role: 'user' as const, content: `BEGIN ${'x'.repeat(5_000)} END` }];
    const answer = await askLlm(question({ messages, maxInputChars: 1_000 }), { env });
    const sent = service!.requests[0]!.body.messages[0]!.content;
    expect(sent.length).toBeLessThanOrEqual(1_000);
    expect(sent).toMatch(/^BEGIN .*characters left out.* END$/s);
    expect(answer.leftOutChars).toBeGreaterThan(4_000);
  });

  it('asks for JSON in words where response_format is refused, and does not try again', async () => {
    const env = await serve((body, response) =>
      body.response_format
        ? answerJson(response, 400, { error: { message: "Invalid value for 'response_format'" } })
        : answerChat(response, { content: good }),
    );
    const asked = question();
    expect((await askLlm(asked, { env })).value).toEqual(value);
    expect(service!.requests).toHaveLength(2);
    const { messages } = service!.requests[1]!.body;
    expect(messages).toHaveLength(2);
    expect(messages.at(-1)!.content).toMatch(/^What\?[\s\S]*JSON Schema[\s\S]*"steps"/);
    await askLlm(asked, { env });
    expect(service!.requests).toHaveLength(3);
  });

  it('goes without what newer and older models refuse', async () => {
    const env = await serve((body, response) => {
      const refused =
        body.max_tokens !== undefined
          ? 'max_tokens'
          : body.temperature !== undefined
            ? 'temperature'
            : body.seed !== undefined
              ? 'seed'
              : null;
      if (refused)
        answerJson(response, 400, {
          error: { message: `Unsupported parameter: '${refused}'`, param: refused },
        });
      else answerChat(response, { content: good });
    });
    expect((await askLlm(question(), { env })).value).toEqual(value);
    const { body } = service!.requests.at(-1)!;
    expect(body).toMatchObject({ max_completion_tokens: 4096, response_format: { type: 'json_schema' } });
  });

  it('keeps query and key of an Azure address', async () => {
    const env = await serve(always(good));
    await askLlm(question(), {
      env: { ...env, OPENAI_BASE_URL: `${env.OPENAI_BASE_URL}/deployments/d?api-version=2024-10-21` },
    });
    expect(service!.requests[0]!.url).toBe('/v1/deployments/d/chat/completions?api-version=2024-10-21');
  });

  it.each([
    [401, { message: `Incorrect API key provided: ${key}` }, 'wrong-key', true],
    [404, { message: 'no such model' }, 'no-model', true],
    [429, { message: 'You exceeded your current quota', code: 'insufficient_quota' }, 'quota', true],
    [
      400,
      { message: 'maximum context length is 8192 tokens', code: 'context_length_exceeded' },
      'too-long',
      false,
    ],
    [400, { message: 'content_filter', code: 'content_filter' }, 'refused', false],
    [400, { message: `something else (${key})` }, 'failed', false],
    [503, { message: 'overloaded' }, 'overloaded', false],
  ])('explains status %i', async (status, error, reason, lasting) => {
    const env = await serve((_, response) => answerJson(response, status, { error }));
    const failure = await failureOf(askLlm(question(), { env }));
    expect(failure.reason).toBe(reason);
    expect(isLasting(failure)).toBe(lasting);
  });

  it('explains a dead endpoint, a missing key, a bad address, and a page of HTML', async () => {
    const env = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>proxy login</html>');
    });
    expect((await failureOf(askLlm(question(), { env }))).message).toMatch(
      /did not answer as a chat service/,
    );
    await service!.close();
    expect(await failureOf(askLlm(question(), { env }))).toMatchObject({
      reason: 'unreachable',
      message: expect.stringMatching(/at 127\.0\.0\.1:\d+ could not be reached/),
    });
    expect(await failureOf(askLlm(question(), { env: {} }))).toMatchObject({
      reason: 'no-key',
      where: 'OPENAI_API_KEY',
    });
    for (const OPENAI_BASE_URL of ['localhost port 80', 'localhost:8000/v1']) {
      const failure = await failureOf(askLlm(question(), { env: { OPENAI_BASE_URL } }));
      expect(failure.message).toMatch(/not an address/);
    }
  });
});

describe('the cache', () => {
  it('answers again without a request, and offline', async () => {
    const env = await serve((_, response, n) => answerChat(response, { content: n === 1 ? 'no' : good }));
    const { cache } = memoryCache();
    const asked = question();
    const first = await askLlm(asked, { env, cache });
    const again = await askLlm(asked, { env: {}, cache, replayOnly: true });
    expect(again).toEqual({ ...first, fromCache: true });
    expect(first.repaired).toBe(true);
    expect(service!.requests).toHaveLength(2);
  });

  it('keeps apart whatever decides an answer', async () => {
    const env = await serve(always(good));
    const { cache, entries } = memoryCache();
    const asked = question();
    const variants: Partial<LlmQuestion<typeof value>>[] = [
      {},
      { model: 'another' },
      { messages: [{ role: 'user', content: 'What?' }] },
      { seed: 8 },
      { temperature: 1 },
      { maxOutputTokens: 10 },
      { schema: z.object({ title: z.string(), steps: z.array(z.string()), more: z.string().optional() }) },
    ];
    for (const variant of variants) await askLlm({ ...asked, ...variant }, { env, cache });
    expect(entries.size).toBe(variants.length);
    expect(service!.requests).toHaveLength(variants.length);
    expect(JSON.stringify([...entries.values()])).not.toContain(key);
  });

  it('says which question it cannot replay', async () => {
    const { cache } = memoryCache();
    const failure = await failureOf(askLlm(question(), { env: {}, cache, replayOnly: true }));
    expect(failure).toMatchObject({ reason: 'not-cached', code: 'not-found' });
  });
});

describe('the budget', () => {
  const price = { input: 10, output: 50 };

  it('stops before it is exceeded, whatever is under way', async () => {
    const env = await serve((_, response) =>
      setTimeout(() => answerChat(response, { content: good, tokens: { input: 30, output: 20 } }), 20),
    );
    const budget = new Budget({ tokens: 1_000 });
    const options: AskOptions = { env, budget };
    const asked = Array.from({ length: 60 }, () => askLlm(question({ maxOutputTokens: 200 }), options));
    const settled = await Promise.allSettled(asked);
    const done = settled.filter((one) => one.status === 'fulfilled').length;
    const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(done * 50).toBeLessThanOrEqual(1_000);
    // The last answers cannot be afforded since one more could be long; most of the budget is used all the same.
    expect(done * 50).toBeGreaterThan(500);
    expect(
      refused.every(
        (error) => isLlmError(error) && error.reason === 'budget' && error.code === 'limit-exceeded',
      ),
    ).toBe(true);
    expect(service!.requests).toHaveLength(done);
  });

  it('counts dollars, and refuses to where no price is known', async () => {
    const env = await serve(always(good));
    const worst = (4096 * 50 + 500 * 10) / 1e6;
    const budget = new Budget({ usd: worst }, { tokens: 0, usd: 0 });
    await askLlm(question(), { env, budget, price });
    await askLlm(question(), { env, budget: new Budget({ usd: 1 }, { tokens: 0, usd: 0 }), price });
    const reached = await failureOf(
      askLlm(question(), { env, budget: new Budget({ usd: worst }, { tokens: 0, usd: worst / 2 }), price }),
    );
    expect(reached).toMatchObject({
      reason: 'budget',
      message: expect.stringMatching(/budget of \$0\.\d+ is reached/),
    });
    expect(await failureOf(askLlm(question(), { env, budget: new Budget({ usd: 1 }) }))).toMatchObject({
      reason: 'no-price',
    });
    expect(service!.requests).toHaveLength(2);
  });

  it('charges nothing for an answer from the cache', async () => {
    const env = await serve(always(good));
    const { cache } = memoryCache();
    const asked = question();
    await askLlm(asked, { env, cache });
    await askLlm(asked, { env, cache, budget: new Budget({ tokens: 1 }) });
    expect(service!.requests).toHaveLength(1);
  });
});
