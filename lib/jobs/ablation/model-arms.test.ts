import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ablationArm, ablationResult, importRun, job, relevanceMark } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { llmUse } from '@/lib/core/llm-use';
import { expandGrid, type RetrievalGrid } from '@/lib/core/retrieval/grid';
import type { MemoryRecord, TaskRecord } from '@/lib/importers/importer';
import { rerankPrompt } from '@/lib/llm/prompts/rerank';
import { retrievalPlanPrompt } from '@/lib/llm/prompts/retrieval-plan';
import { answerChat, type ChatRequest, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';
import { createAblation } from '@/lib/mutations/ablation-arms';
import { extendAblation, startAblation } from '@/lib/mutations/ablations';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { answerJson } from '@/lib/openai/test-server';
import { getAblation, getAblationTask, listAblationTasks } from '@/lib/queries/ablations';
import { estimateAblation } from '@/lib/queries/estimate-ablation';
import { getRerankingQuality } from '@/lib/queries/reranking-quality';
import { runAblationGrid } from '../handlers/run-ablation-grid';

const words = ['parser', 'loop', 'socket', 'matrix', 'cache', 'token'];
const memories: MemoryRecord[] = Array.from({ length: 30 }, (_, i) => ({
  kind: 'memory',
  pool: 'pool',
  externalId: `m${i}`,
  type: 'insight',
  title: `Look at the ${words[i % 6]} before the ${words[(i + 1) % 6]}`,
  description: '',
  content: `The ${words[i % 6]} fails first, as ${i} have seen`,
  keyText: `Look at the ${words[i % 6]} before the ${words[(i + 1) % 6]}`,
  sourceBenchmark: ['A', 'B', 'C'][i % 3]!,
  sourceTask: `t${i % 10}`,
  sourceTaskText: null,
  success: true,
  embeddings: [],
}));
const tasks: TaskRecord[] = Array.from({ length: 6 }, (_, i) => ({
  kind: 'task',
  benchmark: i < 3 ? 'A' : 'B',
  task: `t${i}`,
  text: `Mend the ${words[i]} of the ${words[(i + 2) % 6]}`,
}));
const grid: RetrievalGrid = {
  method: ['bm25'],
  scope: ['all'],
  candidates: [6],
  refinement: ['none', 'rerank', 'rewrite', 'rerank-rewrite'],
};

type Fault = (body: ChatRequest) => { status: number } | { content: string } | { refusal: string } | null;

describe('arms that ask a language model', () => {
  let store: TestStore;
  let service: Awaited<ReturnType<typeof startChatService>>;
  let studyId: string;
  let fault: Fault = () => null;
  beforeAll(async () => {
    store = await openTestStore();
    service = await startChatService((body, response) => {
      const wrong = fault(body);
      if (wrong && 'status' in wrong) return answerJson(response, wrong.status, { error: { message: 'no' } });
      answerChat(response, wrong ?? { content: testAnswer(body) });
    });
    Object.assign(process.env, { OPENAI_BASE_URL: service.url, OPENAI_API_KEY: 'sk-test' });
  });
  beforeEach(async () => {
    fault = () => null;
    service.requests.length = 0;
    const made = await createStudy(store.db, { name: `Study ${Math.random()}` });
    studyId = made.id;
    const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(store.db, { studyId, importId: run!.id }, [...memories, ...tasks]);
    await store.db.execute('delete from llm_answer');
  });
  afterAll(async () => {
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    await closeCompute();
    await store?.close();
    await service?.close();
  });

  const use = (more: object = {}) => llmUse.parse({ model: 'test-model', ...more });
  const create = (given: RetrievalGrid = grid, more: object = {}) =>
    createAblation(store.db, { studyId, name: 'Grid', model: null, llm: use(more), arms: expandGrid(given) });
  const run = async (ablationId: string) => {
    const result = await runAblationGrid.run({
      ...{ db: store.db, input: { ablationId }, jobId: ablationId, studyId },
      signal: new AbortController().signal,
      report: () => {},
    });
    await store.db.update(job).set({ state: 'done' });
    return result;
  };
  const resultsOf = (ablationId: string, arm: number) =>
    store.db
      .select()
      .from(ablationResult)
      .where(eq(ablationResult.ablationId, ablationId))
      .orderBy(asc(ablationResult.taskId))
      .then((rows) => rows.filter((row) => row.arm === arm));

  it('ranks candidates anew, rewrites, and sums up what that took', async () => {
    const id = await create();
    await run(id);
    const [plain, reranked, rewritten, both] = await Promise.all(
      [0, 1, 2, 3].map((arm) => resultsOf(id, arm)),
    );
    for (const [t, one] of reranked!.entries()) {
      // The test's model turns the list of candidates round.
      expect(one.candidates).toHaveLength(6);
      expect(one.hits.map((hit) => hit.memoryId)).toEqual(
        one
          .candidates!.slice(-3)
          .reverse()
          .map((hit) => hit.memoryId),
      );
      expect(one.candidates!.slice(0, 3).map((hit) => hit.memoryId)).toEqual(
        plain![t]!.hits.map((hit) => hit.memoryId),
      );
      expect(rewritten![t]!.hits.map((hit) => hit.memoryId)).toEqual(
        plain![t]!.hits.map((hit) => hit.memoryId),
      );
      expect(rewritten![t]!.hits[0]!.rewritten).toMatch(/^For “Mend the .*”: Look at/);
      expect(both![t]!.hits.map((hit) => hit.memoryId)).toEqual(one.hits.map((hit) => hit.memoryId));
    }
    const { arms } = (await getAblation(store.db, id))!;
    expect(arms[0]!.summary).toMatchObject({ asked: null, reranked: { value: null } });
    expect(arms[1]!.summary).toMatchObject({
      asked: { questions: 6, inputTokens: 600, outputTokens: 120, costUsd: null },
      reranked: { value: 1 },
    });
    expect(arms[2]!.summary!.asked).toMatchObject({ questions: 18 });
    // The rankings were answered for the second arm; the rewritings are of other memories.
    expect(arms[3]!.summary!.asked).toMatchObject({ questions: 24, fromCache: 6 });

    const [task] = await listAblationTasks(store.db, id);
    const seen = (await getAblationTask(store.db, id, task!.id, [3]))!.arms[0]!;
    expect(seen.hits.map(({ searchRank }) => searchRank)).toEqual([6, 5, 4]);
    expect(seen.promptBlock).toContain(`# Memory Item 1\n${seen.hits[0]!.rewritten}`);
  });

  it('takes the candidates and the reranker apart, against labels', async () => {
    const id = await create({ ...grid, refinement: ['rerank'] });
    await run(id);
    const results = await resultsOf(id, 0);
    // What the search ranked fourth to sixth is what the test's model puts first; the second is never retrieved.
    const marks = results.slice(0, 4).flatMap(({ taskId, candidates }) => [
      { taskId, memoryId: candidates![5]!.memoryId, grade: 2 },
      { taskId, memoryId: candidates![1]!.memoryId, grade: 1 },
    ]);
    await store.db.insert(relevanceMark).values(marks);
    const [found] = await getRerankingQuality(store.db, (await getAblation(store.db, id))!, 'hand', 3);
    expect(found).toMatchObject({ arm: 0, depth: 6, candidateRecall: { estimate: { value: 1 } } });
    const best = 2 + 1 / Math.log2(3);
    expect(found!.alone.ndcg.estimate.value).toBeCloseTo(1 / Math.log2(3) / best, 12);
    expect(found!.reranked.ndcg.estimate.value).toBeCloseTo(2 / best, 12);
    expect(found!.gain.ndcg.estimate.value).toBeCloseTo((2 - 1 / Math.log2(3)) / best, 12);
    expect(found!.gain.recall.estimate.value).toBe(0);
  });

  it('estimates no fewer questions than it asks', async () => {
    const arms = expandGrid({ ...grid, query: ['task', 'plan'] });
    const estimate = await estimateAblation(store.db, studyId, arms, {
      model: 'm',
      price: { input: 1, output: 2 },
    });
    expect(estimate).toMatchObject({ arms: 8, askingArms: 7, tasks: 6 });
    expect(estimate.costUsd).toBeCloseTo((estimate.inputTokens + 2 * estimate.outputTokens) / 1e6, 12);
    const id = await createAblation(store.db, { studyId, name: 'x', model: null, llm: use(), arms });
    await run(id);
    expect(service.requests.length).toBeGreaterThan(0);
    expect(estimate.questions).toBeGreaterThanOrEqual(service.requests.length);
    // One plan a task, whatever the number of arms.
    const plans = service.requests.filter(
      ({ body }) => body.messages[0]!.content === retrievalPlanPrompt.text,
    );
    expect(plans).toHaveLength(6);
  });

  it('searches by a plan', async () => {
    const id = await create({ method: ['bm25'], query: ['plan'] });
    await run(id);
    for (const { queryText } of await resultsOf(id, 0)) expect(queryText).toMatch(/^Look at the \w+$/);
  });

  it('keeps a task without a usable answer apart, and asks for that one alone when told to', async () => {
    fault = ({ messages }) =>
      messages[0]!.content === rerankPrompt.text && messages[1]!.content.includes('Mend the loop')
        ? { refusal: 'No.' }
        : null;
    const id = await create({ ...grid, refinement: ['rerank'] });
    await run(id);
    const before = (await getAblation(store.db, id))!.arms[0]!.summary!;
    expect(before.tasksWithoutResult).toBe(1);
    expect((await resultsOf(id, 0)).flatMap(({ reason }) => reason ?? [])).toEqual([
      expect.stringContaining('declined'),
    ]);
    fault = () => null;
    service.requests.length = 0;
    await extendAblation(store.db, id, [], { askAgain: true });
    await run(id);
    expect(service.requests).toHaveLength(1);
    expect((await getAblation(store.db, id))!.arms[0]!.summary!.tasksWithoutResult).toBe(0);
  });

  it('stops at the budget with the other arms stored, and goes on with a larger one', async () => {
    const id = await create(grid, { budgetTokens: 4_500, concurrency: 1 });
    expect(await run(id)).toMatchObject({ stopped: 'budget' });
    const states = await store.db
      .select()
      .from(ablationArm)
      .where(eq(ablationArm.ablationId, id))
      .orderBy(asc(ablationArm.arm));
    expect(states[0]!.state).toBe('done');
    expect(states.at(-1)!.state).toBe('waiting');
    const asked = service.requests.length;
    await extendAblation(store.db, id, [], { llm: use() });
    await run(id);
    expect((await getAblation(store.db, id))!.summary).not.toBeNull();
    // Nothing was asked twice: 6 rankings and 18 rewritings of either order.
    expect(service.requests.length).toBe(42);
    expect(asked).toBeLessThan(42);
  });

  it('is replayed without a service, and says what was never answered', async () => {
    const first = await create();
    await run(first);
    service.requests.length = 0;
    const again = await create(grid, { replayOnly: true });
    await run(again);
    expect(service.requests).toHaveLength(0);
    const [one, other] = await Promise.all([resultsOf(first, 3), resultsOf(again, 3)]);
    expect(other.map(({ hits }) => hits)).toEqual(one.map(({ hits }) => hits));
    const fresh = await create(
      { ...grid, topN: [1], refinement: ['rerank'], candidates: [4] },
      { replayOnly: true },
    );
    await run(fresh);
    expect((await resultsOf(fresh, 0))[0]!.reason).toMatch(/has not been answered before/);
  });

  it('ends with the sentence when the key is wrong, the other arms stored', async () => {
    fault = () => ({ status: 401 });
    const id = await create();
    await expect(run(id)).rejects.toMatchObject({ reason: 'wrong-key' });
    expect((await getAblation(store.db, id))!.arms.map(({ summary }) => summary !== null)).toEqual([
      ...[true, false, false, false],
    ]);
  });

  it('gives up at the fifth overload in a row, and goes on when the service is back', async () => {
    fault = () => ({ status: 503 });
    const id = await create();
    await expect(run(id)).rejects.toMatchObject({ reason: 'overloaded' });
    // Each question is asked five times; those of the other two arms are not.
    expect(service.requests.length).toBeLessThanOrEqual(5 * tasks.length);
    expect((await getAblation(store.db, id))!.arms.map(({ summary }) => summary !== null)).toEqual([
      ...[true, false, false, false],
    ]);
    fault = () => null;
    await run(id);
    expect((await getAblation(store.db, id))!.arms.every(({ summary }) => summary !== null)).toBe(true);
    expect((await resultsOf(id, 1)).every(({ reason }) => reason === null)).toBe(true);
  });

  it('does not start without a model, a key, or a price for a budget in dollars', async () => {
    const given = { studyId, name: 'x', model: null, arms: expandGrid(grid) };
    await expect(startAblation(store.db, given)).rejects.toMatchObject({
      code: 'invalid-input',
      where: 'llm',
    });
    await expect(startAblation(store.db, { ...given, llm: use({ budgetUsd: 1 }) })).rejects.toMatchObject({
      reason: 'no-price',
    });
    const { OPENAI_BASE_URL, OPENAI_API_KEY } = process.env;
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    await expect(startAblation(store.db, { ...given, llm: use() })).rejects.toMatchObject({
      reason: 'no-key',
    });
    Object.assign(process.env, { OPENAI_BASE_URL, OPENAI_API_KEY });
  });
});
