import { setTimeout as sleep } from 'node:timers/promises';
import { and, asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generationItem, importRun, job, llmAnswer, memory, pool, trial } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { generationSpec } from '@/lib/core/memories/generation-spec';
import type { TrialRecord } from '@/lib/importers/importer';
import { answerChat, type ChatRequest, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';
import { retryGeneration, startGeneration } from '@/lib/mutations/generations';
import { cancelJob, retryJob } from '@/lib/mutations/jobs';
import { withStepsStored } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { undoImport } from '@/lib/mutations/undo-import';
import { writeRecords } from '@/lib/mutations/write-records';
import { answerJson } from '@/lib/openai/test-server';
import { estimateGeneration } from '@/lib/queries/estimate-generation';
import { getGeneration } from '@/lib/queries/generations';
import { getJob, type JobRow } from '@/lib/queries/jobs';
import { listJudgeAgreement } from '@/lib/queries/judge-agreement';
import { generateSampleStudy } from '@/lib/sample-study/generate-sample-study';
import { closeQueue } from '../queue';
import { JobRunner } from '../runner';

const key = 'sk-test-0123456789abcdef';
const model = 'test-model';
const sample = generateSampleStudy().trials.filter((_, i) => i % 70 === 0);
/** Without a verifier's word, so that a judge is needed. */
const unverified = 4;
const trials: TrialRecord[] = sample.map((one, i) => (i < unverified ? { ...one, reward: null } : one));

type Fault = 'refuse' | 'never-valid' | null;

describe.each(testDatabases)('generating memories on $name', ({ open }) => {
  let store: TestStore;
  let runner: JobRunner;
  let service: Awaited<ReturnType<typeof startChatService>>;
  let studyId: string;
  /** What the service does to a question, besides passing failures. */
  let faultOf: (body: ChatRequest) => Fault = () => null;
  let passingFaults = false;
  let delayMs = 0;
  /** How often each question got a good answer. */
  const answered = new Map<string, number>();
  /** How often each was asked. */
  const asked = new Map<string, number>();

  const settings = (more: object = {}) =>
    generationSpec.parse({ types: ['trajectory', 'workflow', 'summary', 'insight'], model, ...more });

  beforeAll(async () => {
    store = await open();
    service = await startChatService((body, response, n) => {
      const question = JSON.stringify(body.messages.slice(0, 2));
      const before = asked.get(question) ?? 0;
      asked.set(question, before + 1);
      // Twice at most, however the questions come in turn: a third time is another fault, and not a passing one.
      if (passingFaults && before < 2) {
        if (n % 7 === 1) return answerJson(response, 429, { error: { message: 'slow down' } });
        if (n % 11 === 3) return answerJson(response, 500, { error: { message: 'boom' } });
        if (n % 13 === 5) return void response.destroy();
      }
      const isRepair = body.messages.length > 2;
      const fault = faultOf(body);
      if (fault === 'refuse') return answerChat(response, { refusal: 'No.' });
      if (fault === 'never-valid') return answerChat(response, { content: '{"nothing": true}' });
      if (passingFaults && !isRepair && n % 5 === 2) return answerChat(response, { content: '{"cut' });
      answered.set(question, (answered.get(question) ?? 0) + 1);
      setTimeout(() => answerChat(response, { content: testAnswer(body) }), delayMs);
    });
    process.env.OPENAI_BASE_URL = service.url;
    process.env.OPENAI_API_KEY = key;
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    const records = await Promise.all(trials.map(withStepsStored));
    await writeRecords(store.db, { studyId, importId: run!.id }, records);
    runner = new JobRunner(store);
    await runner.start();
  });
  afterAll(async () => {
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    await runner?.stop();
    await closeCompute();
    await closeQueue();
    await store?.close();
    await service?.close();
  });
  beforeEach(() => {
    faultOf = () => null;
    passingFaults = false;
    delayMs = 0;
    answered.clear();
    asked.clear();
    service.requests.length = 0;
  });

  async function ended(id: string): Promise<JobRow> {
    for (;;) {
      const row = await getJob(store.db, id);
      if (row && row.state !== 'queued' && row.state !== 'running') return row;
      await sleep(30);
    }
  }
  const start = (name: string, more: object = {}) =>
    startGeneration(store.db, { studyId, name, spec: settings(more) });
  const totalsOf = async (id: string) => (await getGeneration(store.db, id))!.totals;
  const memoriesOf = (name: string) =>
    store.db
      .select({ memory })
      .from(memory)
      .innerJoin(pool, eq(pool.id, memory.poolId))
      .where(and(eq(memory.studyId, studyId), eq(pool.name, name)))
      .orderBy(asc(memory.externalId))
      .then((rows) => rows.map((row) => row.memory));

  it('makes all it can while the service stumbles, and says what failed and why', async () => {
    passingFaults = true;
    const [refused, garbled] = [trials[5]!.taskText!, trials[6]!.taskText!];
    faultOf = ({ messages }) => {
      const material = messages[1]!.content;
      if (material.includes(refused) && messages[0]!.content.includes('procedure')) return 'refuse';
      return material.includes(garbled) && messages[0]!.content.includes('sum up') ? 'never-valid' : null;
    };
    const { generationId, job: started } = await start('Faulty', {
      judgeTrialsWithoutVerifier: true,
      judgeTrialsWithVerifier: true,
    });
    expect(await ended(started.id)).toMatchObject({ state: 'done', error: null });

    const done = (await getGeneration(store.db, generationId))!;
    expect(done.totals).toMatchObject({ total: trials.length * 5, waiting: 0, skipped: 0 });
    expect(done.totals.failed).toBeGreaterThan(1);
    expect(done.problems.map(({ state, reason, kinds }) => [state, reason, kinds]).sort()).toEqual([
      ['failed', 'malformed', ['summary']],
      ['failed', 'refused', ['workflow']],
    ]);
    expect(done.problems.every(({ message, trialId }) => message.length > 10 && trialId)).toBe(true);
    expect(done.totals.done).toBe(done.totals.total - done.totals.failed);
    // Answers whose first form did not fit are counted with both requests.
    const repaired = await store.db.$count(generationItem, eq(generationItem.repaired, true));
    expect(repaired).toBeGreaterThan(3);
    expect(done.totals.requests).toBeGreaterThan(trials.length * 4);
    expect(done.totals.inputTokens).toBe(done.totals.requests * 100);
    expect(done.totals.costUsd).toBeNull();

    const made = await memoriesOf('Faulty');
    expect(made.length).toBe(done.totals.memories);
    const byType = (type: string) => made.filter((m) => m.type === type);
    expect(byType('trajectory')).toHaveLength(trials.length);
    expect(byType('insight').length).toBeGreaterThan(trials.length);
    const workflow = byType('workflow')[0]!;
    const source = trials.find((one) => workflow.externalId.endsWith(one.externalId))!;
    expect(workflow).toMatchObject({
      sourceBenchmark: source.benchmark,
      sourceTask: source.task,
      sourceTaskText: source.taskText,
      sourceModel: 'synthetic-model',
      details: { prompt: 'workflow v1', writtenBy: model, generation: 'Faulty', trialId: expect.any(String) },
    });
    expect(byType('trajectory')[0]!.content).toMatch(/^\$ /);
    expect(byType('insight').every((m) => Array.isArray(m.namedConcretes))).toBe(true);
    expect(byType('workflow').every((m) => m.namedConcretes === null)).toBe(true);
    // Outcomes: the verifier's word where there is one, else the judge's; told to the trajectory as well.
    for (const m of made) {
      const of = trials.find(
        ({ source, externalId }) => m.externalId.split('#')[0] === `${m.type}/${source}/${externalId}`,
      )!;
      expect(m.success).not.toBeNull();
      if (of.reward !== null) expect(m.success).toBe(of.reward >= 1);
    }
  });

  it('leaves verdicts where agreement with verifiers is shown', async () => {
    const agreement = await listJudgeAgreement(store.db, studyId);
    const own = agreement.filter(({ judge }) => judge === `${model} (judge v1)`);
    const all = own.find((row) => row.benchmark === null)!;
    expect(all.alone).toBe(unverified + trials.slice(unverified).filter((t) => t.reward === null).length);
    expect(all.compared).toBe(trials.length - all.alone);
    expect(all.accuracy.estimate.value).toBeGreaterThanOrEqual(0);
  });

  it('keeps no key anywhere', async () => {
    const dump = await Promise.all([
      store.db.select().from(llmAnswer),
      store.db.select().from(generationItem),
      store.db.select().from(job),
    ]);
    expect(dump.every((rows) => rows.length > 0)).toBe(true);
    expect(JSON.stringify(dump)).not.toContain(key);
  });

  it('tries what failed again, and nothing else', async () => {
    const { rows } = await store.db.execute<{ id: string }>(
      sql`select id from generation where name = 'Faulty'`,
    );
    const id = rows[0]!.id;
    const before = await totalsOf(id);
    const again = await retryGeneration(store.db, id);
    await expect(retryGeneration(store.db, id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await ended(again.job.id)).toMatchObject({ state: 'done' });
    expect(await totalsOf(id)).toMatchObject({ failed: 0, waiting: 0, done: before.total });
    expect(service.requests.length).toBe(before.failed);
    await expect(retryGeneration(store.db, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('replays from kept answers with no request and no service', async () => {
    const { OPENAI_BASE_URL, OPENAI_API_KEY } = process.env;
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    try {
      const more = { replayOnly: true, judgeTrialsWithoutVerifier: true, judgeTrialsWithVerifier: true };
      const { generationId, job: started } = await start('Replayed', more);
      expect(await ended(started.id)).toMatchObject({ state: 'done' });
      expect(service.requests).toHaveLength(0);
      const totals = await totalsOf(generationId);
      expect(totals).toMatchObject({ failed: 0, waiting: 0, requests: 0, inputTokens: 0, costUsd: 0 });
      expect(totals.fromCache).toBe(trials.length * 4);
      const texts = (made: (typeof memory.$inferSelect)[]) =>
        made.map(({ externalId, title, content, success }) => [externalId, title, content, success]);
      expect(texts(await memoriesOf('Replayed'))).toEqual(texts(await memoriesOf('Faulty')));

      const unknown = await start('Never asked', { replayOnly: true, seed: 99, types: ['summary'] });
      await ended(unknown.job.id);
      const missing = (await getGeneration(store.db, unknown.generationId))!;
      expect(missing.totals).toMatchObject({ failed: trials.length, done: 0 });
      expect(missing.problems[0]).toMatchObject({ reason: 'not-cached' });
    } finally {
      Object.assign(process.env, { OPENAI_BASE_URL, OPENAI_API_KEY });
    }
  });

  it('goes on where it was cut off, and asks nothing again but what was under way', async () => {
    delayMs = 25;
    const { generationId, job: started } = await start('Cut off', { seed: 11, concurrency: 3 });
    while (service.requests.length < 12) await sleep(10);
    await cancelJob(store.db, started.id);
    expect(await ended(started.id)).toMatchObject({ state: 'cancelled' });
    const cut = await totalsOf(generationId);
    expect(cut.waiting).toBeGreaterThan(0);
    expect(cut.done).toBeGreaterThan(trials.length);
    expect(cut.failed).toBe(0);

    delayMs = 0;
    await retryJob(store.db, started.id);
    expect(await ended(started.id)).toMatchObject({ state: 'done', attempts: 2 });
    const whole = await totalsOf(generationId);
    expect(whole).toMatchObject({ waiting: 0, failed: 0 });
    // At most the questions that were under way when it was cut off are asked once more.
    const twice = [...answered.values()].filter((n) => n > 1).length;
    expect(twice).toBeLessThanOrEqual(3);
    expect(await memoriesOf('Cut off')).toHaveLength(whole.memories);
  });

  it('stops at the budget with the rest waiting, and goes on with a larger one', async () => {
    const price = { input: 10, output: 50 };
    const perAnswer = (100 * 10 + 20 * 50) / 1e6;
    // One question sets aside its longest answer, 4,096 tokens at $50 a million.
    const budgetUsd = 0.25;
    const { generationId, job: started } = await start('Tight', {
      seed: 12,
      price,
      budgetUsd,
      concurrency: 2,
    });
    expect(await ended(started.id)).toMatchObject({ state: 'done', result: { stopped: 'budget' } });
    const stopped = (await getGeneration(store.db, generationId))!;
    expect(stopped.stopped).toMatchObject({ reason: 'budget', hint: expect.any(String) });
    expect(stopped.totals.waiting).toBeGreaterThan(0);
    expect(stopped.totals.failed).toBe(0);
    expect(stopped.totals.costUsd).toBeCloseTo(service.requests.length * perAnswer, 9);
    expect(stopped.totals.costUsd!).toBeLessThanOrEqual(budgetUsd);
    expect(stopped.kinds.find(({ kind }) => kind === 'trajectory')).toMatchObject({ waiting: 0 });

    const more = await retryGeneration(store.db, generationId, { budgetUsd: 50 });
    expect(await ended(more.job.id)).toMatchObject({ state: 'done', result: { stopped: null } });
    const whole = (await getGeneration(store.db, generationId))!;
    expect(whole).toMatchObject({ stopped: null, spec: { budgetUsd: 50 }, totals: { waiting: 0 } });
    expect(whole.totals.costUsd).toBeCloseTo(service.requests.length * perAnswer, 9);
  });

  it('blames no trial for a service that does not let it in', async () => {
    const { OPENAI_BASE_URL } = process.env;
    const closed = await startChatService((_, response) =>
      answerJson(response, 401, { error: { message: `bad key ${key}` } }),
    );
    process.env.OPENAI_BASE_URL = closed.url;
    const { generationId, job: started } = await start('Locked out', {
      seed: 13,
      types: ['trajectory', 'summary'],
    });
    const failed = await ended(started.id);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'provider-failed', message: expect.stringContaining('did not accept the key') },
    });
    expect(JSON.stringify(failed)).not.toContain(key);
    expect((await getGeneration(store.db, generationId))!).toMatchObject({
      stopped: { reason: 'wrong-key' },
      totals: { failed: 0, waiting: trials.length, done: trials.length },
    });
    await closed.close();
    Object.assign(process.env, { OPENAI_BASE_URL });
    await retryJob(store.db, started.id);
    expect(await ended(started.id)).toMatchObject({ state: 'done' });
    expect(await totalsOf(generationId)).toMatchObject({ waiting: 0, done: trials.length * 2 });
  });

  it('says before it starts what is missing, and makes trajectories without a key', async () => {
    await expect(start('Unpriced', { budgetUsd: 1 })).rejects.toMatchObject({ reason: 'no-price' });
    await expect(start('Faulty')).rejects.toMatchObject({ code: 'conflict' });
    await expect(start('Nobody', { benchmarks: ['no such benchmark'] })).rejects.toMatchObject({
      code: 'not-estimable',
    });
    expect(() => generationSpec.parse({ types: ['insight'] })).toThrow(/need a model/);
    const { OPENAI_BASE_URL, OPENAI_API_KEY } = process.env;
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    try {
      await expect(start('Keyless')).rejects.toMatchObject({ reason: 'no-key', where: 'OPENAI_API_KEY' });
      const benchmarks = [trials[0]!.benchmark];
      const spec = generationSpec.parse({ types: ['trajectory'], benchmarks, limit: 3 });
      const first = await startGeneration(store.db, { studyId, spec });
      const second = await startGeneration(store.db, { studyId, spec });
      expect(await ended(first.job.id)).toMatchObject({ state: 'done' });
      expect(await ended(second.job.id)).toMatchObject({ state: 'done' });
      const made = await memoriesOf('Generated memories');
      expect(made).toHaveLength(3);
      expect(made.every((m) => m.sourceBenchmark === benchmarks[0])).toBe(true);
      const drawnAgain = await memoriesOf('Generated memories 2');
      expect(drawnAgain.map((m) => m.externalId)).toEqual(made.map((m) => m.externalId));
    } finally {
      Object.assign(process.env, { OPENAI_BASE_URL, OPENAI_API_KEY });
    }
  });

  it('skips insights of trials of which nobody knows the outcome, until somebody does', async () => {
    await store.db.execute(sql`delete from judgement`);
    const { generationId, job: started } = await start('Unjudged', { seed: 14, types: ['insight'] });
    await ended(started.id);
    const before = (await getGeneration(store.db, generationId))!;
    const open_ = await store.db.$count(trial, and(eq(trial.studyId, studyId), sql`reward is null`));
    expect(before.totals.skipped).toBe(open_);
    expect(before.problems).toMatchObject([{ state: 'skipped', reason: 'no-outcome', count: open_ }]);
    await ended(
      (await start('Verdicts', { seed: 14, types: ['trajectory'], judgeTrialsWithoutVerifier: true })).job.id,
    );
    await ended((await retryGeneration(store.db, generationId)).job.id);
    expect((await totalsOf(generationId)).skipped).toBe(0);
  });

  it('is taken back as an import is, and then stays so', async () => {
    const { generationId, job: started } = await start('Taken back', { seed: 15, limit: 4 });
    await ended(started.id);
    const { importId } = (await getGeneration(store.db, generationId))!;
    expect((await memoriesOf('Taken back')).length).toBeGreaterThan(10);
    await undoImport(store.db, importId);
    expect(await memoriesOf('Taken back')).toEqual([]);
    expect((await getGeneration(store.db, generationId))!).toMatchObject({
      poolId: null,
      undoneAt: expect.any(Date),
    });
    await expect(retryGeneration(store.db, generationId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('estimates from the length of trajectories what it would take', async () => {
    const estimate = await estimateGeneration(
      store.db,
      studyId,
      settings({ judgeTrialsWithoutVerifier: true }),
    );
    const judged = trials.filter(({ reward }) => reward === null).length;
    expect(estimate).toMatchObject({
      trials: trials.length,
      items: trials.length * 4 + judged,
      questions: trials.length * 3 + judged,
      sampledTrials: 12,
      costUsd: null,
      price: null,
    });
    expect(estimate.inputTokens).toBeGreaterThan(estimate.questions * 300);
    const priced = await estimateGeneration(
      store.db,
      studyId,
      settings({ limit: 5, price: { input: 1, output: 2 } }),
    );
    expect(priced).toMatchObject({ trials: 5, questions: 15, sampledTrials: 5 });
    expect(priced.costUsd).toBeCloseTo((priced.inputTokens + 2 * priced.outputTokens) / 1e6, 12);
    const free = await estimateGeneration(store.db, studyId, generationSpec.parse({ types: ['trajectory'] }));
    expect(free).toMatchObject({ questions: 0, inputTokens: 0, costUsd: 0 });
  });
});
