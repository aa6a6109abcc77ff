import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importRun, lossCause, memory } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { causeSpec, occursIn } from '@/lib/core/gains/cause-suggestion';
import type { MemoryRecord, TrialRecord } from '@/lib/importers/importer';
import { answerChat, type ChatRequest, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';
import { linkRetrievedMemories } from '@/lib/mutations/link-records';
import { withStepsStored } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { startSuggesting } from '@/lib/mutations/suggest-causes';
import { writeRecords } from '@/lib/mutations/write-records';
import { estimateCauses } from '@/lib/queries/unexplained-losses';
import { suggestCauses } from './suggest-causes';

const memories: MemoryRecord[] = [
  {
    ...{ kind: 'memory', pool: 'pool', externalId: 'm0', type: 'insight', title: 'Rule', description: '' },
    ...{ content: 'Always run the linter.', keyText: 'Rule', sourceBenchmark: 'beta', sourceTask: 'x' },
    ...{ sourceTaskText: null, sourceModel: null, success: true, embeddings: [] },
  },
];

const said = (message: string) => ({
  ...{ source: 'agent' as const, message, reasoning: null, model: null, toolCalls: [], observations: [] },
  ...{ timestamp: null, copied: false, promptTokens: null, completionTokens: null, cachedTokens: null },
  costUsd: null,
});

const trial = (label: string, i: number, passed: boolean, withSteps = true): TrialRecord => ({
  ...{ kind: 'trial', source: 'test', externalId: `${label} ${i}`, benchmark: 'alpha', task: `t${i}` },
  ...{ taskText: `Mend parser ${i}`, attempt: 1, reward: passed ? 1 : 0, exception: null, finished: true },
  condition: { label, basis: 'test', settings: { memoryType: label === 'zero-shot' ? 'none' : 'insight' } },
  ...{ inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null },
  ...{ startedAt: null, durationMs: null, details: {} },
  trajectory: withSteps
    ? { format: 'test', steps: [said(`The linter was run on parser ${i}\n  and nothing else was checked.`)] }
    : null,
  retrieval:
    label === 'zero-shot'
      ? null
      : {
          query: 'q',
          method: 'cosine',
          hits: [{ rank: 1, score: 1, memoryExternalId: 'm0', text: 'Run the linter.' }],
        },
});

it('finds a quotation word for word, white space aside', () => {
  expect(occursIn('It was\n  run here.', 'was run here')).toBe(true);
  expect(occursIn('It was run here.', 'was run there')).toBe(false);
  expect(occursIn('It was run here.', '  ')).toBe(false);
});

describe.each(testDatabases)('suggesting causes on $name', ({ open }) => {
  let store: TestStore;
  let service: Awaited<ReturnType<typeof startChatService>>;
  let answer: (body: ChatRequest) => string;
  let studyId: string;
  const nobody = '00000000-0000-4000-8000-000000000000';

  beforeAll(async () => {
    store = await open();
    const { db } = store;
    service = await startChatService((body, response) => answerChat(response, { content: answer(body) }));
    Object.assign(process.env, { OPENAI_BASE_URL: service.url, OPENAI_API_KEY: 'sk-test' });
    studyId = (await createStudy(db, { name: 'Study' })).id;
    const [run] = await db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    const trials = [0, 1, 2].flatMap((i) => [trial('zero-shot', i, true), trial('insight', i, false, i < 2)]);
    await writeRecords(db, { studyId, importId: run!.id }, [
      ...memories,
      ...(await Promise.all(trials.map(withStepsStored))),
    ]);
    await linkRetrievedMemories(db, studyId);
    expect(await db.select().from(memory)).toHaveLength(1);
  });
  afterAll(async () => {
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    await store?.close();
    await service?.close();
  });
  beforeEach(async () => {
    answer = testAnswer;
    service.requests.length = 0;
    await store.db.delete(lossCause);
  });

  const spec = (more: object = {}) => causeSpec.parse({ model: 'test-model', concurrency: 1, ...more });
  const run = (more: object = {}) =>
    suggestCauses.run({
      ...{ db: store.db, input: { studyId, ...spec(more) }, jobId: nobody, studyId },
      ...{ report: () => {}, signal: new AbortController().signal },
    });
  const causes = () => store.db.select().from(lossCause);

  it('keeps a cause with a passage of the record, and asks nothing twice', async () => {
    expect(await estimateCauses(store.db, studyId, spec())).toMatchObject({
      questions: 2,
      withoutTrajectory: 1,
    });
    expect(await run()).toMatchObject({ explained: 2, left: 0, withoutTrajectory: 1, failures: {} });
    const found = await causes();
    expect(found).toHaveLength(2);
    for (const { judge, cause, evidence } of found) {
      expect([judge, cause]).toEqual(['test-model (loss-cause v1)', 'misapplied-best-practice']);
      expect(evidence).toMatch(/linter was run/);
    }
    expect(service.requests[0]!.body.messages[1]!.content).toContain('<memory number="1">\nRun the linter.');
    service.requests.length = 0;
    expect(await run()).toMatchObject({ explained: 0, left: 0 });
    await store.db.delete(lossCause);
    expect(await run({ replayOnly: true })).toMatchObject({ explained: 2, usage: { requests: 0 } });
    expect(service.requests).toHaveLength(0);
  });

  it('sends an invented quotation back once, and takes it for a failure when it comes again', async () => {
    const invented = JSON.stringify({ evidence: 'The agent never looked at it.', cause: 'other' });
    answer = (body) => (body.messages.length > 2 ? testAnswer(body) : invented);
    expect(await run({ seed: 8, lossLimit: 1 })).toMatchObject({ explained: 1, failures: {} });
    expect(service.requests).toHaveLength(2);
    expect(service.requests[1]!.body.messages.at(-1)!.content).toContain('does not occur in the record');
    await store.db.delete(lossCause);
    answer = () => invented;
    const failed = await run({ seed: 9 });
    expect(failed).toMatchObject({ explained: 0, left: 2, failures: { malformed: 2 } });
    expect(await causes()).toEqual([]);
    answer = testAnswer;
    expect(await run({ seed: 9 })).toMatchObject({ explained: 2, left: 0 });
  });

  it('starts one job at a time, and none that could only fail', async () => {
    const { db } = store;
    await expect(startSuggesting(db, studyId, spec({ budgetUsd: 1 }))).rejects.toMatchObject({
      reason: 'no-price',
    });
    await expect(startSuggesting(db, 'none', spec())).rejects.toMatchObject({ code: 'not-found' });
    await expect(startSuggesting(db, studyId, spec({ benchmark: 'beta' }))).rejects.toMatchObject({
      code: 'not-estimable',
    });
    expect(await startSuggesting(db, studyId, spec())).toMatchObject({ kind: 'suggest-causes', studyId });
    await expect(startSuggesting(db, studyId, spec())).rejects.toMatchObject({ code: 'conflict' });
  });
});
