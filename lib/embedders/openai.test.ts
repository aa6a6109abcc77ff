import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '@/lib/core/errors';
import { toParts } from './embed-in-parts';
import { canEmbed, embedderFor, listModels, nameModel } from './index';
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
  it('sends batches, several at a time, keeps the order of the texts, and counts tokens', async () => {
    let [open, most] = [0, 0];
    const env = await serve((body, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        answerVectors(body, response);
      }, 30);
    });
    const texts = Array.from({ length: 500 }, (_, i) => `text number ${i}`.padEnd(i + 20, '.'));
    const done: number[] = [];
    const embedder = embedderFor('my-model', { env });
    const { vectors, cutAt, tokens, costUsd } = await embedder.embed(texts, {
      onPart: ({ places }) => void done.push(places.length),
    });
    expect(vectors).toEqual(texts.map((text) => Float32Array.from(vectorOf(text))));
    expect(service!.requests.map((r) => r.body.input.length)).toEqual([96, 96, 96, 96, 96, 20]);
    expect(service!.requests[0]).toMatchObject({ authorization: `Bearer ${key}`, url: '/v1/embeddings' });
    expect(most).toBe(4);
    expect(done.reduce((a, b) => a + b, 0)).toBe(500);
    expect(cutAt.every((at) => at === null)).toBe(true);
    expect(tokens).toBe(1_500);
    expect(costUsd).toBeNull();
  });

  it('never sends an empty text, cuts long ones and says so', async () => {
    const env = await serve();
    const { vectors, cutAt } = await embedderFor('my-model', { env }).embed(['', 'a'.repeat(30_000), '  ']);
    expect(service!.requests.map((r) => r.body.input.map((t) => t.length))).toEqual([[20_000]]);
    expect(vectors.map((v) => [...v].some((x) => x !== 0))).toEqual([false, true, false]);
    expect(cutAt).toEqual([null, 20_000, null]);
  });

  it('cuts where the service says that a text is too long for the model', async () => {
    const env = await serve((body, response) =>
      body.input.some((text) => text.length > 3_000)
        ? answerJson(response, 400, {
            error: {
              message: "This model's maximum context length is 1024 tokens. Please reduce the input.",
            },
          })
        : answerVectors(body, response),
    );
    const texts = ['short', 'b'.repeat(9_000), 'c'.repeat(2_000)];
    const { vectors, cutAt } = await embedderFor('my-model', { env }).embed(texts);
    expect(cutAt).toEqual([null, 2_250, null]);
    expect(vectors[1]).toEqual(Float32Array.from(vectorOf('b'.repeat(2_250))));
    expect(vectors[2]).toEqual(Float32Array.from(vectorOf(texts[2]!)));
  });

  it('gives up on a service that finds every text too long', async () => {
    const env = await serve((_body, response) =>
      answerJson(response, 400, { error: { message: 'maximum context length exceeded' } }),
    );
    const failure = await failureOf(embedderFor('my-model', { env }).embed(['x'.repeat(500)]));
    expect(failure.message).toMatch(/finds a text of a few words too long for "my-model"/);
  });

  it('asks for fewer dimensions when the name of the model says so', async () => {
    const env = await serve();
    const embedder = embedderFor('my-model@2', { env });
    expect(embedder.model).toBe('my-model@2');
    expect((await embedder.embed(['abc'])).vectors[0]).toHaveLength(2);
    expect(service!.requests[0]!.body).toMatchObject({ model: 'my-model', dimensions: 2 });
    await embedderFor('my-model', { env }).embed(['abc']);
    expect(service!.requests[1]!.body).not.toHaveProperty('dimensions');
  });

  it('is told when the service does not heed the dimensions asked for', async () => {
    const env = await serve((body, response) => answerVectors({ ...body, dimensions: 4 }, response));
    const failure = await failureOf(embedderFor('my-model@2', { env }).embed(['abc']));
    expect(failure.message).toMatch(
      /127\.0\.0\.1:\d+ answered with 4 numbers for a text, where 2 were expected: so many were asked for/,
    );
  });

  it('waits and tries again when asked to', async () => {
    const env = await serve((body, response, n) =>
      n === 1
        ? answerJson(response, 429, { error: { message: 'slow down' } })
        : answerVectors(body, response),
    );
    const waits: number[] = [];
    const { vectors } = await embedderFor('my-model', { env }).embed(['a'], {
      onWait: (ms) => void waits.push(ms),
    });
    expect(vectors).toHaveLength(1);
    expect(service!.requests).toHaveLength(2);
    expect(waits).toEqual([5]);
  });

  it.each([
    [401, { error: { message: `Incorrect API key provided: ${key}` } }, /did not accept the key/],
    [404, { error: { message: 'no such model' } }, /has no embedding model "my-model"/],
    [
      400,
      { error: { message: `not an embedding model (request by ${key})` } },
      /would not embed with "my-model"/,
    ],
    [429, { error: { message: 'slow down' } }, /refused further requests/],
    [429, { error: { message: 'no more', code: 'insufficient_quota' } }, /account at .* is used up/],
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
      /answered with 3 numbers for a text, where 4 were expected: the stored vectors/,
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

describe('toParts', () => {
  it('keeps every text once, in order, below the limits', () => {
    const texts = Array.from({ length: 300 }, (_, i) => String(i).padEnd((i * 7919) % 20_000, '-'));
    const limits = { partTexts: 96, partChars: 400_000, maxChars: 20_000 };
    const parts = toParts([...texts.keys()], texts, limits);
    expect(parts.flat()).toEqual([...texts.keys()]);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(96);
      expect(part.reduce((sum, i) => sum + texts[i]!.length, 0)).toBeLessThanOrEqual(400_000);
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
    // Vectors of a pool that did not name its model.
    expect(canEmbed('imported-1536d', { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toBe(false);
    expect(() => embedderFor('text-embedding-3-small', { env: {} })).toThrow(
      /cannot be embedded with "text-embedding-3-small"/,
    );
  });

  it('prices what OpenAI itself serves', async () => {
    const env = await serve();
    expect(embedderFor('text-embedding-3-small@512', { env: { OPENAI_API_KEY: key } })).toMatchObject({
      host: 'api.openai.com',
      dimensions: 512,
      usdPerMillion: 0.02,
    });
    const ownPrice = embedderFor('text-embedding-3-small', { env, dimensions: 4 });
    expect((await ownPrice.embed(['a'])).costUsd).toBeNull();
    expect(embedderFor('text-embedding-3-small', { env: { OPENAI_API_KEY: key } }).dimensions).toBe(1536);
  });

  it('refuses dimensions that OpenAI never gives', () => {
    const env = { OPENAI_API_KEY: key };
    expect(() => embedderFor('text-embedding-ada-002@512', { env })).toThrow(/always gives 1536/);
    expect(() => embedderFor('text-embedding-3-small@2000', { env })).toThrow(/at most 1536/);
    expect(canEmbed('text-embedding-3-small@512', env)).toBe(true);
  });

  it('gives one set of vectors one name', () => {
    const env = { OPENAI_API_KEY: key };
    expect(nameModel('text-embedding-3-small', 512, env)).toBe('text-embedding-3-small@512');
    expect(nameModel('text-embedding-3-small', 1536, env)).toBe('text-embedding-3-small');
    expect(nameModel('text-embedding-3-small@512', 512, env)).toBe('text-embedding-3-small@512');
    expect(nameModel('universal-sentence-encoder-lite', 512, {})).toBe('universal-sentence-encoder-lite');
    expect(() => nameModel('text-embedding-3-small@512', 256, env)).toThrow(/already says/);
  });
});
