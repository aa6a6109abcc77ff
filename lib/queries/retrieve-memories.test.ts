import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedding, importRun, memory as memoryTable, queryEmbedding } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { llmUse } from '@/lib/core/llm-use';
import { standardSetting } from '@/lib/core/retrieval/setting';
import { defaultModel } from '@/lib/embedders';
import { openapi } from '@/lib/http/openapi';
import { retrieveAnswer, retrieveRequest } from '@/lib/http/retrieve-schema';
import type { MemoryRecord } from '@/lib/importers/importer';
import { answerChat, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { findPools } from './find-pools';
import { toBytes } from './load-pool';
import { retrieveMemories } from './retrieve-memories';
import { servedPool } from './served-pool';

const memory = (
  id: string,
  pool: string,
  keyText: string,
  change: Partial<MemoryRecord> = {},
): MemoryRecord => ({
  kind: 'memory',
  pool,
  externalId: id,
  type: 'insight',
  title: keyText,
  description: 'Why',
  content: `Do what ${id} says`,
  keyText,
  sourceBenchmark: 'swe',
  sourceTask: `django__django-${id}`,
  sourceTaskText: null,
  success: true,
  embeddings: [],
  ...change,
});

let store: TestStore;
let studyId: string;
let importId: string;
beforeAll(async () => {
  store = await openTestStore();
  studyId = (await createStudy(store.db, { name: 'Served' })).id;
  const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
  importId = run!.id;
  await writeRecords(store.db, { studyId, importId }, [
    memory('1', 'first', 'the parser drops the last line'),
    memory('2', 'first', 'the parser reads too much'),
    memory('3', 'second', 'the parser is slow'),
  ]);
});
afterAll(async () => {
  await closeCompute();
  await store?.close();
});

const ask = (change: object = {}, setting: Partial<typeof standardSetting> = {}) =>
  retrieveMemories(store.db, {
    studyId,
    query: 'parser drops line',
    setting: { ...standardSetting, method: 'bm25', scope: 'all', ...setting },
    benchmark: null,
    model: null,
    ...change,
  });

describe('retrieveMemories', () => {
  it('answers as its description says, with the prompt block', async () => {
    const answer = retrieveAnswer.strict().parse(await ask());
    expect(answer.hits.map(({ title }) => title)[0]).toBe('the parser drops the last line');
    expect(answer.promptBlock).toContain('# Memory Item 1\n## Title: the parser drops the last line');
    expect(answer.candidates).toBe(3);
  });

  it('keeps to a pool, and names those there are', async () => {
    const poolIds = await findPools(store.db, studyId, 'second');
    expect((await ask({ poolIds })).hits).toHaveLength(1);
    await expect(findPools(store.db, studyId, 'third')).rejects.toMatchObject({
      code: 'not-found',
      hint: 'There are: first, second.',
    });
  });

  it('marks what may give the answer away, or leaves it out', async () => {
    const task = { benchmark: 'swe', task: 'django__django-1' };
    const marked = await ask(task);
    expect(marked.hits[0]).toMatchObject({ leakage: true });
    expect(marked.hits.every(({ evidence }) => evidence.length > 0)).toBe(true);
    expect((await ask(task, { withoutSuspects: true })).hits).toEqual([]);
  });

  it('holds the pool until the study changes', async () => {
    const held = await servedPool(store.db, studyId, null);
    expect(await servedPool(store.db, studyId, null)).toBe(held);
    await writeRecords(store.db, { studyId, importId }, [memory('4', 'first', 'parser drops line')]);
    expect((await servedPool(store.db, studyId, null)).pool.ids).toHaveLength(4);
    expect((await ask()).hits[0]!.title).toBe('parser drops line');
  });

  it('holds one revision of a study, whatever was asked of it', async () => {
    const [first] = await findPools(store.db, studyId, 'first');
    await servedPool(store.db, studyId, null);
    await servedPool(store.db, studyId, null, [first!]);
    const held = (globalThis as { [key: symbol]: Map<string, { revision: string }> | undefined })[
      Symbol.for('carryover.served-pools')
    ]!;
    expect(held.size).toBe(2);
    await writeRecords(store.db, { studyId, importId }, [memory('5', 'second', 'another parser')]);
    await servedPool(store.db, studyId, null);
    expect(held.size).toBe(1);
  });

  it('finds vectors as soon as they are there, though they change no revision', async () => {
    const cosine = { method: 'cosine' as const };
    const vector = toBytes(new Float32Array(512).fill(0.1));
    // The vector of the text that is asked for is known, as if it had been embedded before.
    const textHash = createHash('sha256').update('parser drops line').digest('hex');
    await store.db.insert(queryEmbedding).values({ model: defaultModel, textHash, dimensions: 512, vector });
    const rows = await store.db.select({ id: memoryTable.id }).from(memoryTable);
    const embed = (memoryId: string) =>
      store.db.insert(embedding).values({ memoryId, model: defaultModel, dimensions: 512, vector });
    await embed(rows[0]!.id);
    expect((await ask({}, cosine)).hits).toHaveLength(1);
    await embed(rows[1]!.id);
    expect((await ask({}, cosine)).hits).toHaveLength(2);
    await store.db.delete(embedding);
  });

  it('says what is missing', async () => {
    await expect(ask({ studyId: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(ask({}, { method: 'cosine' })).rejects.toMatchObject({ code: 'needs-embeddings' });
  });
});

describe('the description of the call', () => {
  it('is made from what requests are checked by, standard values included', () => {
    expect(retrieveRequest.parse({ study: 's', task: 't' })).toMatchObject({
      pool: null,
      setting: standardSetting,
    });
    const schema = openapi.paths['/api/v1/retrieve'].post.requestBody.content['application/json'].schema;
    expect(schema).toMatchObject({ type: 'object', required: ['study', 'task'] });
    const setting = (schema.properties as Record<string, { properties?: object }>).setting!;
    expect(Object.keys(setting.properties ?? {}).sort()).toEqual(Object.keys(standardSetting).sort());
  });
});

describe('a retrieval that asks a language model', () => {
  let service: Awaited<ReturnType<typeof startChatService>>;
  beforeAll(async () => {
    service = await startChatService((body, response) => answerChat(response, { content: testAnswer(body) }));
    Object.assign(process.env, { OPENAI_BASE_URL: service.url, OPENAI_API_KEY: 'sk-test' });
  });
  afterAll(async () => {
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    await service.close();
  });
  const setting = { method: 'bm25', scope: 'all', topN: 2 } as const;
  const llm = llmUse.parse({ model: 'test-model' });

  it('plans, ranks anew and rewrites, and asks nothing twice', async () => {
    const plain = await ask({ query: 'the parser is slow' }, { ...setting, topN: 20 });
    const asked = { query: 'the parser is slow', llm };
    const full = { ...setting, refinement: 'rerank-rewrite' } as const;
    const first = await ask(asked, full);
    // The test's model turns the order round.
    expect(first.hits.map(({ memoryId }) => memoryId)).toEqual(
      plain.hits
        .map(({ memoryId }) => memoryId)
        .reverse()
        .slice(0, 2),
    );
    expect(first.asked).toMatchObject({ questions: 3, fromCache: 0 });
    expect(first.promptBlock).toContain(`# Memory Item 1\n${first.hits[0]!.rewritten}`);
    expect((await ask(asked, full)).asked).toMatchObject({ questions: 3, fromCache: 3 });
    const planned = await ask(asked, { ...setting, query: 'plan' });
    expect(planned.query).toBe('Look at the slow');
    expect(retrieveAnswer.safeParse(JSON.parse(JSON.stringify(planned))).success).toBe(true);
  });

  it('says that a model must be named, and finds by another text', async () => {
    await expect(ask({}, { ...setting, refinement: 'rerank' })).rejects.toMatchObject({
      code: 'invalid-input',
      where: 'llm',
    });
    expect((await ask({ query: 'Do says' }, setting)).hits).toHaveLength(0);
    const full = await ask({ query: 'Do says' }, { ...setting, keyText: 'full-text' });
    expect(full.hits).toHaveLength(2);
  });
});
