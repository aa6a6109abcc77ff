import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importRun, memory } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { llmUse } from '@/lib/core/llm-use';
import type { MemoryRecord } from '@/lib/importers/importer';
import { answerChat, type ChatRequest, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';
import { setMetaKnowledge, startClassification } from '@/lib/mutations/meta-knowledge';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getMetaKnowledgeShares } from '@/lib/queries/meta-knowledge';
import { classifyInsights } from './classify-insights';

const insight = (n: number, content: string, more: Partial<MemoryRecord> = {}): MemoryRecord => ({
  kind: 'memory',
  pool: 'pool',
  externalId: `m${n}`,
  type: 'insight',
  title: `Rule ${n}`,
  description: '',
  content,
  keyText: `Rule ${n}`,
  sourceBenchmark: 'alpha',
  sourceTask: 'task-1',
  sourceTaskText: 'Fix load_rows() in reader.py',
  success: true,
  embeddings: [],
  ...more,
});

describe.each(testDatabases)('sorting insights on $name', ({ open }) => {
  let store: TestStore;
  let service: Awaited<ReturnType<typeof startChatService>>;
  let refuse: (body: ChatRequest) => boolean = () => false;
  let studyId: string;
  let importId: string;
  beforeAll(async () => {
    store = await open();
    service = await startChatService((body, response) =>
      answerChat(response, refuse(body) ? { refusal: 'No.' } : { content: testAnswer(body) }),
    );
    Object.assign(process.env, { OPENAI_BASE_URL: service.url, OPENAI_API_KEY: 'sk-test' });
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    importId = run!.id;
    await writeRecords(store.db, { studyId, importId }, [
      insight(1, 'Check it.'),
      insight(2, 'Work in small steps around load_rows.'),
      insight(3, 'Check reader.py too.', { sourceTaskText: null }),
      insight(4, 'Plan first.'),
      insight(5, 'Not an insight', { type: 'summary' }),
    ]);
  });
  afterAll(async () => {
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    await store?.close();
    await service?.close();
  });
  beforeEach(() => {
    refuse = () => false;
    service.requests.length = 0;
  });

  const run = (more: object = {}) =>
    classifyInsights.run({
      db: store.db,
      input: { studyId, ...llmUse.parse({ model: 'test-model', ...more }) },
      jobId: randomUUID(),
      studyId,
      report: () => {},
      signal: new AbortController().signal,
    });
  const kinds = async () =>
    (await store.db.select().from(memory).orderBy(asc(memory.externalId))).map(
      ({ metaKnowledge, metaKnowledgeBy, namedConcretes }) => [
        metaKnowledge,
        metaKnowledgeBy,
        namedConcretes,
      ],
    );
  const by = 'test-model (meta-knowledge v1)';

  it('sorts what has no kind, keeps what was set by hand, and goes on after refusals', async () => {
    const [first] = await store.db.select().from(memory).where(eq(memory.externalId, 'm1'));
    await setMetaKnowledge(store.db, first!.id, 'input-validation');
    refuse = ({ messages }) => messages[1]!.content.includes('Rule 4');
    expect(await run()).toEqual({ checked: 3, sorted: 2, left: 1, failures: { refused: 1 }, stopped: null });
    expect(await kinds()).toEqual([
      ['input-validation', 'hand', []],
      ['workflow-discipline', by, [{ kind: 'identifier', text: 'load_rows' }]],
      ['test-driven-verification', by, null],
      [null, null, []],
      [null, null, null],
    ]);
    refuse = () => false;
    expect(await run()).toMatchObject({ checked: 0, sorted: 1, left: 0, failures: {} });
    expect(await getMetaKnowledgeShares(store.db, studyId)).toMatchObject({
      insights: 4,
      sorted: 4,
      byHand: 1,
      checked: 3,
      naming: 1,
      kinds: expect.arrayContaining([
        { kind: 'workflow-discipline', count: 2 },
        { kind: 'algorithmic-strategy', count: 0 },
      ]),
    });
  });

  it('forgets what was found in a text that is gone', async () => {
    await writeRecords(store.db, { studyId, importId }, [insight(2, 'Another text, about checks.')]);
    const rows = await kinds();
    expect(rows[1]).toEqual([null, null, null]);
    expect(rows[0]).toEqual(['input-validation', 'hand', []]);
  });

  it('stops at the budget with the rest unsorted', async () => {
    expect(await run({ budgetTokens: 10 })).toMatchObject({ sorted: 0, left: 1, stopped: 'budget' });
    expect(service.requests).toHaveLength(0);
  });

  it('refuses what makes no sense', async () => {
    const rows = await store.db.select().from(memory).orderBy(asc(memory.externalId));
    await expect(setMetaKnowledge(store.db, rows[4]!.id, 'input-validation')).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(setMetaKnowledge(store.db, studyIdAsUuid, 'input-validation')).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await setMetaKnowledge(store.db, rows[0]!.id, null)).toMatchObject({ metaKnowledge: null });
    const settings = llmUse.parse({ model: 'm', budgetUsd: 1 });
    await expect(startClassification(store.db, studyId, settings)).rejects.toMatchObject({
      reason: 'no-price',
    });
    await expect(startClassification(store.db, 'nowhere', settings)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

const studyIdAsUuid = '00000000-0000-4000-8000-000000000000';
