import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embedding, importRun, memory, queryEmbedding } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import { defaultModel } from '@/lib/embedders';
import { answerJson, answerVectors, startEmbeddingService, vectorOf } from '@/lib/embedders/test-server';
import type { MemoryRecord } from '@/lib/importers/importer';
import { closeQueue } from '@/lib/jobs/queue';
import { JobRunner } from '@/lib/jobs/runner';
import { getJob, type JobRow } from '@/lib/queries/jobs';
import { loadPool } from '@/lib/queries/load-pool';
import { countVectors, embedMissingMemories, embedQueries } from './embed';
import { cancelJob, retryJob, startJob } from './jobs';
import { createStudy } from './studies';
import { writeRecords } from './write-records';

const key = 'sk-test-0123456789abcdef';
const model = 'my-model';
const running = { signal: new AbortController().signal, report: () => {} };

const record = (i: number, given: Partial<MemoryRecord> = {}): MemoryRecord => ({
  kind: 'memory',
  pool: 'pool',
  externalId: `m${i}`,
  type: 'insight',
  title: `Title ${i}`,
  description: `When ${i} happens.`,
  content: `Do step ${i}.`,
  keyText: `key ${String(i).padStart(3, '0')}`,
  sourceBenchmark: null,
  sourceTask: null,
  sourceTaskText: null,
  success: null,
  embeddings: [],
  ...given,
});
const records = (n: number, given: Partial<MemoryRecord> = {}) =>
  Array.from({ length: n }, (_, i) => record(i, given));

let store: TestStore;
let runner: JobRunner;
let studyId: string;
let importId: string;
let service: Awaited<ReturnType<typeof startEmbeddingService>> | undefined;
const environment = { key: process.env.OPENAI_API_KEY, url: process.env.OPENAI_BASE_URL };

beforeAll(async () => {
  store = await openTestStore();
  runner = new JobRunner(store);
  await runner.start();
});
afterAll(async () => {
  await runner?.stop();
  await closeCompute();
  await closeQueue();
  await store?.close();
});
let studies = 0;
beforeEach(async () => {
  await store.db.delete(queryEmbedding);
  studyId = (await createStudy(store.db, { name: `Study ${studies++}` })).id;
  const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
  importId = run!.id;
});
afterEach(async () => {
  await service?.close();
  service = undefined;
  restore('OPENAI_API_KEY', environment.key);
  restore('OPENAI_BASE_URL', environment.url);
});
function restore(name: string, value: string | undefined) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

async function serve(handler: Parameters<typeof startEmbeddingService>[0] = answerVectors) {
  service = await startEmbeddingService(handler);
  process.env.OPENAI_API_KEY = key;
  process.env.OPENAI_BASE_URL = service.url;
}
const write = (given: MemoryRecord[]) => writeRecords(store.db, { studyId, importId }, given);
const vectorsOf = (keyText: KeyText, ofModel = model) =>
  store.db
    .select({ embedding, externalId: memory.externalId })
    .from(embedding)
    .innerJoin(memory, eq(memory.id, embedding.memoryId))
    .where(and(eq(memory.studyId, studyId), eq(embedding.model, ofModel), eq(embedding.keyText, keyText)));
const sent = () => service!.requests.flatMap((r) => r.body.input);

async function jobEnded(id: string): Promise<JobRow> {
  for (;;) {
    const row = await getJob(store.db, id);
    if (row && row.state !== 'queued' && row.state !== 'running') return row;
    await sleep(30);
  }
}
const runJob = async (input: Record<string, unknown> = {}) =>
  jobEnded((await startJob(store.db, 'embed-memories', { studyId, model, ...input }, studyId)).id);

describe('embedding the memories of a study', () => {
  it('keeps with each vector its model, dimensions, length, text and whether that was cut', async () => {
    await serve();
    await write([record(0), record(1, { keyText: 'b'.repeat(30_000) })]);
    const tally = await embedMissingMemories(store.db, studyId, model, running);
    expect(tally).toMatchObject({ total: 2, embedded: 2, texts: 2, cut: 1, tokens: 6, costUsd: null });
    expect(tally.cutAt).toEqual({ least: 20_000, most: 20_000 });
    const rows = (await vectorsOf('key')).sort((a, b) => a.externalId.localeCompare(b.externalId));
    expect(rows.map((r) => [r.embedding.dimensions, r.embedding.unitLength, r.embedding.cut])).toEqual([
      [4, false, false],
      [4, false, true],
    ]);
  });

  it('embeds the text that is asked for, which the pool is then searched by', async () => {
    await serve();
    await write(records(2));
    await embedMissingMemories(store.db, studyId, model, { ...running, keyText: 'full-text' });
    const fullText = 'Title 0\n\nWhen 0 happens.\n\nDo step 0.';
    expect(sent()).toContain(fullText);
    expect(await countVectors(store.db, studyId)).toEqual([]);
    expect(await countVectors(store.db, studyId, 'full-text')).toEqual([
      { model, dimensions: 4, memoryCount: 2 },
    ]);
    const pool = await loadPool(store.db, studyId, { model, keyText: 'full-text' });
    const row = pool.titles.indexOf('Title 0');
    expect(pool.texts[row]).toBe(fullText);
    expect(pool.contents[row]).toBe('');
    expect(pool.vectors!.slice(row * 4, row * 4 + 4)).toEqual(Float32Array.from(vectorOf(fullText)));
    expect((await loadPool(store.db, studyId, { model })).ids).toEqual([]);
    const words = await loadPool(store.db, studyId, { model: null, keyText: 'title-description' });
    expect(words.texts).toContain('Title 1\n\nWhen 1 happens.');
  });

  it('embeds a text once, however many memories have it and whenever they came', async () => {
    await serve();
    await write(records(5, { keyText: 'the same' }));
    expect(await embedMissingMemories(store.db, studyId, model, running)).toMatchObject({
      embedded: 5,
      texts: 1,
    });
    expect(sent()).toEqual(['the same']);
    await store.db.delete(memory).where(eq(memory.studyId, studyId));
    await write(records(3, { keyText: 'the same' }));
    const again = await embedMissingMemories(store.db, studyId, model, running);
    expect(again).toMatchObject({ embedded: 3, texts: 0, tokens: 0 });
    expect(await embedQueries(store.db, model, ['the same'])).toEqual([
      Float32Array.from(vectorOf('the same')),
    ]);
    expect(sent()).toEqual(['the same']);
    expect(await vectorsOf('key')).toHaveLength(3);
  });

  it('drops the vectors of a text that an import changes, and no others', async () => {
    await serve();
    await write(records(1));
    for (const keyText of ['key', 'title-description', 'full-text'] as const)
      await embedMissingMemories(store.db, studyId, model, { ...running, keyText });
    await write(records(1, { description: 'Told anew.' }));
    expect(await vectorsOf('key')).toHaveLength(1);
    expect(await vectorsOf('title-description')).toHaveLength(0);
    expect(await vectorsOf('full-text')).toHaveLength(0);
  });

  it('notes of imported vectors whether they are of unit length', async () => {
    const vector = (...numbers: number[]) => [{ model, vector: Float32Array.from(numbers) }];
    await write([record(0, { embeddings: vector(0.6, 0.8) }), record(1, { embeddings: vector(3, 4) })]);
    const rows = await vectorsOf('key');
    expect(new Map(rows.map((r) => [r.externalId, r.embedding.unitLength]))).toEqual(
      new Map([
        ['m0', true],
        ['m1', false],
      ]),
    );
  });

  it('reports how far it is, with tokens', async () => {
    await serve();
    await write(records(200));
    const lines: string[] = [];
    const details: unknown[] = [];
    await embedMissingMemories(store.db, studyId, model, {
      ...running,
      report: (_progress, message, detail) => {
        lines.push(message);
        details.push(detail);
      },
    });
    expect(lines[0]).toBe('Embedding memories: 0 of 200');
    expect(lines.at(-1)).toBe('Embedding memories: 200 of 200 · 600 tokens');
    expect(details.at(-1)).toMatchObject({ embedded: 200, total: 200, tokens: 600 });
  });

  // Two threads load the model first, which takes long on a busy machine.
  it('uses both threads for the local model and stores vectors of unit length', {
    timeout: 120_000,
  }, async () => {
    await write(records(40));
    const tally = await embedMissingMemories(store.db, studyId, defaultModel, running);
    expect(tally).toMatchObject({ embedded: 40, costUsd: 0, tokens: null });
    const rows = await vectorsOf('key', defaultModel);
    expect(rows.every((r) => r.embedding.unitLength && r.embedding.dimensions === 512)).toBe(true);
  });
});

describe('an embedding job', () => {
  it('says at its end what it did', async () => {
    await serve();
    await write([...records(3, { keyText: 'the same' }), record(9, { keyText: 'long '.repeat(5_000) })]);
    const job = await runJob();
    expect(job).toMatchObject({
      state: 'done',
      message:
        '4 memories embedded, 2 of them from texts that were embedded before or are shared; 1 text was cut at 20,000 characters; 6 tokens',
      result: { embedded: 4, texts: 2, cut: 1, tokens: 6, costUsd: null },
    });
    expect((await runJob()).message).toBe('Every memory has a vector already');
  });

  it('that fails keeps what was done, says so, and goes on from there', async () => {
    let broken = true;
    await serve((body, response, n) =>
      n > 2 && broken
        ? answerJson(response, 401, { error: { message: `Incorrect API key provided: ${key}` } })
        : answerVectors(body, response),
    );
    await write(records(600));
    const failed = await runJob();
    expect(failed.state).toBe('failed');
    expect(failed.error).toMatchObject({ code: 'provider-failed' });
    expect(failed.error!.message).toMatch(/^127\.0\.0\.1:\d+ did not accept the key\.$/);
    expect(failed.error!.hint).toMatch(/The vectors of 192 memories were stored before and stay/);
    expect(JSON.stringify(failed)).not.toContain(key);
    expect(await vectorsOf('key')).toHaveLength(192);
    broken = false;
    await retryJob(store.db, failed.id);
    expect(await jobEnded(failed.id)).toMatchObject({ state: 'done', result: { embedded: 408 } });
    expect(new Set(sent().filter((text, i, all) => all.indexOf(text) !== i)).size).toBeLessThanOrEqual(408);
  });

  it.each<[string, number, unknown, RegExp]>([
    ['a wrong key', 401, { error: { message: 'no' } }, /did not accept the key/],
    ['an unknown model', 404, { error: { message: 'no such model' } }, /has no embedding model "my-model"/],
    ['a model that makes no embeddings', 400, { error: { message: 'chat only' } }, /would not embed with/],
    ['something that is no embedding', 200, { choices: [] }, /did not answer with one embedding/],
    ['an empty account', 429, { error: { code: 'insufficient_quota', message: 'pay' } }, /is used up/],
  ])('ends as failed with the sentence about %s', async (_what, status, body, sentence) => {
    await serve((_body, response) => answerJson(response, status, body));
    await write(records(3));
    const job = await runJob();
    expect(job).toMatchObject({ state: 'failed', error: { code: 'provider-failed' } });
    expect(job.error!.message).toMatch(sentence);
    expect(job.error!.hint).toBeTruthy();
    expect(await vectorsOf('key')).toHaveLength(0);
  });

  it('ends as failed where nobody answers, and without a key', async () => {
    await serve();
    await write(records(3));
    await service!.close();
    expect((await runJob()).error!.message).toMatch(/could not be reached/);
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    expect((await runJob({ model: 'text-embedding-3-small' })).error).toMatchObject({
      code: 'needs-embeddings',
      message: expect.stringMatching(/no key for it is set/),
      hint: expect.stringMatching(/OPENAI_API_KEY/),
    });
    expect((await runJob({ model: 'transformers:Xenova/all-MiniLM-L6-v2' })).error).toMatchObject({
      code: 'needs-embeddings',
      hint: 'Run: npm install @huggingface/transformers',
    });
  });

  it('refuses vectors of another length than the stored ones, and leaves those alone', async () => {
    await serve();
    await write(records(2));
    await runJob();
    await write(records(4));
    await service!.close();
    await serve((body, response) => answerVectors({ ...body, dimensions: 3 }, response));
    const job = await runJob();
    expect(job.state).toBe('failed');
    expect(job.error!.message).toMatch(
      /^127\.0\.0\.1:\d+ answered with 3 numbers for a text, where 4 were expected: the stored vectors of this model have so many \(model my-model\)\.$/,
    );
    expect(job.error!.hint).toMatch(/Vectors of two lengths cannot be compared/);
    const rows = await vectorsOf('key');
    expect(rows.map((r) => r.embedding.dimensions)).toEqual([4, 4]);
  });

  it('keeps shorter vectors beside the full ones, under a name of their own', async () => {
    await serve();
    await write(records(2));
    await runJob();
    expect(await runJob({ model: `${model}@2` })).toMatchObject({ state: 'done' });
    const counted = await countVectors(store.db, studyId);
    expect(counted.map((m) => [m.model, m.dimensions])).toEqual([
      ['my-model', 4],
      ['my-model@2', 2],
    ]);
  });

  it('can be cancelled while a service keeps it waiting', async () => {
    await serve((_body, response) =>
      answerJson(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '60' }),
    );
    await write(records(3));
    const { id } = await startJob(store.db, 'embed-memories', { studyId, model }, studyId);
    while (!(await getJob(store.db, id))?.message.includes('waiting')) await sleep(30);
    expect((await getJob(store.db, id))!.message).toBe(
      'Embedding memories: 0 of 3 · waiting 60 s, as the service asks',
    );
    await cancelJob(store.db, id);
    expect((await jobEnded(id)).state).toBe('cancelled');
    const kept = await store.db.select({ n: sql<number>`count(*)::int` }).from(queryEmbedding);
    expect(kept[0]!.n).toBe(0);
  });
});
