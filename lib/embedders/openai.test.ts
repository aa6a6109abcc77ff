import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '@/lib/core/errors';
import { canEmbed, embedderFor, listModels } from './index';
import { toBatches } from './openai';
import { answerJson, answerVectors, startEmbeddingService, vectorOf } from './test-server';

const key = 'sk-test-0123456789abcdef';
let service: Awaited<ReturnType<typeof startEmbeddingService>> | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function serve(handler: Parameters<typeof startEmbeddingService>[0] = answerVectors) {
  service = await startEmbeddingService(handler);
  return { OPENAI_API_KEY: key, OPENAI_BASE_URL: service.url };
}

/** What a person would see of a failure, and everything a log could print of it. */
async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAppError(error)) throw new Error(`expected an AppError, got ${String(error)}`);
  expect(JSON.stringify([error.message, error.hint, error.stack, error.cause])).not.toContain(key);
  expect(error.hint).toBeTruthy();
  return { code: error.code, message: error.message, hint: error.hint };
}

describe('the OpenAI embedder', () => {
  it('sends batches, keeps the order of the texts, and counts tokens', async () => {
    const env = await serve();
    const texts = Array.from({ length: 200 }, (_, i) => `text number ${i}`.padEnd(i + 20, '.'));
    const fractions: number[] = [];
    const embedder = embedderFor('my-model', { env });
    const { vectors, tokens, costUsd } = await embedder.embed(texts, {
      onProgress: (f) => fractions.push(f),
    });
    expect(vectors).toEqual(texts.map((text) => Float32Array.from(vectorOf(text))));
    expect(service!.requests.map((r) => r.body.input.length)).toEqual([96, 96, 8]);
    expect(service!.requests[0]).toMatchObject({ authorization: `Bearer ${key}`, url: '/v1/embeddings' });
    expect(fractions).toEqual([0.48, 0.96, 1]);
    expect(tokens).toBe(600);
    expect(costUsd).toBeNull();
  });

  it('never sends an empty text, and cuts long ones', async () => {
    const env = await serve();
    const { vectors } = await embedderFor('my-model', { env }).embed(['', 'a'.repeat(30_000), '  ']);
    expect(service!.requests.map((r) => r.body.input.map((t) => t.length))).toEqual([[20_000]]);
    expect(vectors.map((v) => [...v].some((x) => x !== 0))).toEqual([false, true, false]);
  });

  it('waits and tries again when asked to', async () => {
    const env = await serve((body, response, n) =>
      n === 1
        ? answerJson(response, 429, { error: { message: 'slow down' } })
        : answerVectors(body, response),
    );
    expect((await embedderFor('my-model', { env }).embed(['a'])).vectors).toHaveLength(1);
    expect(service!.requests).toHaveLength(2);
  });

  it.each([
    [401, { error: { message: `Incorrect API key provided: ${key}` } }, /did not accept the key/],
    [404, { error: { message: 'no such model' } }, /has no embedding model "my-model"/],
    [
      400,
      { error: { message: `not an embedding model (request by ${key})` } },
      /would not embed with "my-model"/,
    ],
    [429, { error: { message: 'insufficient_quota' } }, /refused further requests/],
    [500, { error: { message: 'boom' } }, /failed \(status 500\)/],
  ])('explains status %i', async (status, body, message) => {
    const env = await serve((_body, response) => answerJson(response, status, body));
    const failure = await failureOf(embedderFor('my-model', { env }).embed(['a']));
    expect(failure.code).toBe('provider-failed');
    expect(failure.message).toMatch(message);
  });

  it.each<[string, unknown, RegExp]>([
    ['fewer vectors than texts', { data: [] }, /one embedding for each text/],
    ['something else', { choices: [] }, /one embedding for each text/],
    ['null in a vector', { data: [{ index: 0, embedding: [1, null, 0, 0] }] }, /not a finite number/],
    ['numbers beyond float32', { data: [{ index: 0, embedding: [1, 1e300, 0, 0] }] }, /not a finite number/],
    [
      'vectors of another length',
      { data: [{ index: 0, embedding: [1, 2, 3] }] },
      /has 3 numbers where 4 were expected/,
    ],
  ])('refuses %s', async (_name, body, message) => {
    const env = await serve((_body, response) => answerJson(response, 200, body));
    const failure = await failureOf(embedderFor('my-model', { env, dimensions: 4 }).embed(['a']));
    expect(failure).toMatchObject({ code: 'provider-failed', message: expect.stringMatching(message) });
  });

  it.each([
    ['cut JSON', 'application/json', '{"data": [{"index": 0, "embed'],
    ['a page of HTML', 'text/html', '<html>proxy login</html>'],
  ])('refuses %s', async (_name, type, text) => {
    const env = await serve((_body, response) => {
      response.writeHead(200, { 'content-type': type });
      response.end(text);
    });
    const failure = await failureOf(embedderFor('my-model', { env }).embed(['a']));
    expect(failure.message).toMatch(/could not be read|one embedding for each text/);
  });

  it('explains a dead endpoint', async () => {
    const env = await serve();
    await service!.close();
    const failure = await failureOf(embedderFor('my-model', { env }).embed(['a']));
    expect(failure.message).toMatch(/at 127\.0\.0\.1:\d+ could not be reached/);
  });

  it('explains a missing key and a bad address', async () => {
    const { embeddingProviders } = await import('./index');
    const { create } = embeddingProviders.openai;
    expect((await failureOf(create('text-embedding-3-small', { env: {} }).embed(['a']))).message).toMatch(
      /No key/,
    );
    const env = { OPENAI_BASE_URL: 'localhost port 80' };
    expect((await failureOf(create('m', { env }).embed(['a']))).message).toMatch(/not an address/);
  });

  it('can be ended between requests and within one', async () => {
    const stop = new AbortController();
    const env = await serve(() => stop.abort(new Error('enough')));
    await expect(embedderFor('my-model', { env }).embed(['a'], { signal: stop.signal })).rejects.toThrow(
      'enough',
    );
  });
});

describe('toBatches', () => {
  it('keeps every text once, in order, below the limits', () => {
    const texts = Array.from({ length: 300 }, (_, i) => String(i).padEnd((i * 7919) % 20_000, '-'));
    const batches = toBatches(texts);
    expect(batches.flat()).toEqual(texts);
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(96);
      expect(batch.join('').length).toBeLessThanOrEqual(400_000);
    }
  });
});

describe('the registry', () => {
  it('offers what is configured', () => {
    expect(listModels({}).map((m) => m.model)).toEqual(['universal-sentence-encoder-lite']);
    expect(listModels({ OPENAI_API_KEY: key }).map((m) => m.model)).toContain('text-embedding-3-small');
  });

  it('says in words what to do about a model that nobody serves', () => {
    expect(canEmbed('text-embedding-3-small', {})).toBe(false);
    expect(canEmbed('all-MiniLM-L6-v2', { OPENAI_API_KEY: key })).toBe(false);
    expect(canEmbed('all-MiniLM-L6-v2', { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toBe(true);
    expect(() => embedderFor('text-embedding-3-small', { env: {} })).toThrow(
      /cannot be embedded with "text-embedding-3-small"/,
    );
  });

  it('prices what OpenAI itself serves', async () => {
    const env = await serve();
    const ownPrice = embedderFor('text-embedding-3-small', { env, dimensions: 4 });
    expect((await ownPrice.embed(['a'])).costUsd).toBeNull();
    expect(embedderFor('text-embedding-3-small', { env: { OPENAI_API_KEY: key } }).dimensions).toBe(1536);
  });
});
