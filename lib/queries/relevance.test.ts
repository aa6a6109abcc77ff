import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importRun, memory, relevanceMark, study, task } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import type { RelevanceGrade } from '@/lib/core/retrieval/relevance';
import { standardSetting } from '@/lib/core/retrieval/setting';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import type { MemoryRecord, TaskRecord } from '@/lib/importers/importer';
import { createAblation } from '@/lib/mutations/ablation-arms';
import { linkRetrievedMemories } from '@/lib/mutations/link-records';
import type { WritableRecord } from '@/lib/mutations/records/writable';
import { removeRelevanceMark, setRelevanceMark } from '@/lib/mutations/relevance-marks';
import { createStudy } from '@/lib/mutations/studies';
import { writeArm } from '@/lib/mutations/write-arm';
import { writeRecords } from '@/lib/mutations/write-records';
import { getAblation } from './ablations';
import { getArmQuality } from './arm-quality';
import { listTaskUplifts, listUplifts } from './list-uplifts';
import { getTaskRelevance, listLabelSources } from './relevance';
import { getReplay, isComparable } from './replay';

const memories: MemoryRecord[] = Array.from({ length: 6 }, (_, i) => ({
  kind: 'memory',
  pool: 'pool',
  externalId: `m${i}`,
  type: 'insight',
  title: `Rule ${i}`,
  description: '',
  content: `Content ${i}`,
  keyText: `Rule ${i}`,
  sourceBenchmark: 'alpha',
  sourceTask: 'other',
  sourceTaskText: null,
  success: true,
  embeddings: [],
}));
const tasks: TaskRecord[] = [0, 1, 2].map((i) => ({
  kind: 'task',
  benchmark: 'beta',
  task: `t${i}`,
  text: `Text ${i}`,
}));

let made = 0;
/** A trial whose prompt held memories; none for the baseline. */
const trial = (t: number, held: number[], passed: boolean, more: ConditionSettings = {}): WritableRecord => ({
  kind: 'trial',
  source: 'test',
  externalId: `${++made}`,
  benchmark: 'beta',
  task: `t${t}`,
  taskText: null,
  attempt: made,
  condition: {
    label: `${held.length === 0 ? 'zero-shot' : 'insights'} ${more.model ?? 'model-a'}`,
    basis: 'test',
    settings: { model: 'model-a', memoryType: held.length === 0 ? 'none' : 'insight', ...more },
  },
  reward: passed ? 1 : 0,
  exception: null,
  finished: true,
  inputTokens: null,
  outputTokens: null,
  cachedTokens: null,
  costUsd: null,
  startedAt: null,
  durationMs: null,
  path: null,
  trajectory: null,
  retrieval:
    held.length === 0
      ? null
      : {
          query: null,
          method: null,
          hits: held.map((m, i) => ({
            rank: i + 1,
            score: null,
            memoryExternalId: `m${m}`,
            text: `Content ${m}`,
          })),
        },
  details: {},
});

describe.each(testDatabases)('relevance on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  let ablationId: string;
  let ids: { memories: string[]; tasks: string[] };

  beforeAll(async () => {
    store = await open();
    const { db } = store;
    studyId = (await createStudy(db, { name: 'Study' })).id;
    const [run] = await db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(db, { studyId, importId: run!.id }, [
      ...memories,
      ...tasks,
      // Half of the baseline's trials pass on task 0, none on task 1; it has none on task 2.
      ...[trial(0, [], true), trial(0, [], false), trial(1, [], false)],
      ...[trial(0, [1, 0], true), trial(0, [0, 1], true), trial(1, [2, 3], false), trial(1, [3, 2], true)],
      trial(2, [0, 1], true),
      // Another model: its successes say nothing of the memories.
      ...[trial(0, [0, 1], false, { model: 'model-b' }), trial(1, [4, 5], true, { model: 'model-b' })],
    ]);
    await linkRetrievedMemories(db, studyId);
    const memoryIds = new Map((await db.select().from(memory)).map((m) => [m.externalId, m.id]));
    const taskIds = new Map((await db.select().from(task)).map((t) => [t.externalId, t.id]));
    ids = {
      memories: memories.map((m) => memoryIds.get(m.externalId)!),
      tasks: tasks.map((t) => taskIds.get(t.task)!),
    };
    ablationId = await createAblation(db, {
      ...{ studyId, name: 'Arms', model: null },
      arms: [
        { ...standardSetting, topN: 2 },
        { ...standardSetting, method: 'bm25', topN: 2 },
      ],
    });
    const found = [
      [
        [0, 1],
        [2, 3],
        [0, 1],
      ],
      [[4, 0], [3], []],
    ];
    for (const [arm, lists] of found.entries()) {
      await writeArm(db, {
        ...{ ablationId, arm, taskIds: ids.tasks, memoryIds: ids.memories },
        report: {
          summary: { hitCount: 1 } as never,
          tasks: lists.map((list) => ({
            queryText: '',
            candidateCount: 6,
            durationMs: 1,
            reason: null,
            hits: list.map((memoryIndex) => ({ memoryIndex, score: 1, leakage: false, evidence: [] })),
          })),
        },
      });
    }
    await db.update(study).set({ baselineConditionId: null }).where(eq(study.id, studyId));
  });
  afterAll(async () => {
    await closeCompute();
    await store?.close();
  });
  beforeEach(() => store.db.delete(relevanceMark));

  const mark = (t: number, m: number, grade: RelevanceGrade, judge?: string) =>
    setRelevanceMark(store.db, {
      taskId: ids.tasks[t]!,
      memoryId: ids.memories[m]!,
      grade,
      ...(judge ? { judge, reason: 'It says so.' } : {}),
    });
  const ablation = async () => (await getAblation(store.db, ablationId))!;
  const quality = async (source?: string, k?: number) =>
    (await getArmQuality(store.db, await ablation(), { source, k })).quality!;

  it('keeps one mark for each judge, and takes back people’s alone', async () => {
    await mark(0, 1, 1);
    await mark(0, 1, 2);
    await mark(0, 1, 0, 'model (relevance v1)');
    const [taskId, memoryId] = [ids.tasks[0]!, ids.memories[1]!];
    const known = async () => (await getTaskRelevance(store.db, studyId, taskId)).marks[memoryId];
    expect(await known()).toEqual([
      { judge: 'hand', grade: 2, reason: null },
      { judge: 'model (relevance v1)', grade: 0, reason: 'It says so.' },
    ]);
    await removeRelevanceMark(store.db, { taskId, memoryId });
    await removeRelevanceMark(store.db, { taskId, memoryId });
    expect(await known()).toEqual([{ judge: 'model (relevance v1)', grade: 0, reason: 'It says so.' }]);
  });

  it('marks nothing that is not there, or of another study', async () => {
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const [taskId, memoryId] = [ids.tasks[0]!, ids.memories[0]!];
    const set = (more: object) => setRelevanceMark(store.db, { taskId, memoryId, grade: 1, ...more });
    await expect(set({ taskId: nowhere })).rejects.toMatchObject({ code: 'not-found', message: /task/ });
    await expect(set({ memoryId: nowhere })).rejects.toMatchObject({ code: 'not-found', message: /memory/ });
    const other = (await createStudy(store.db, { name: 'Other' })).id;
    const [run] = await store.db
      .insert(importRun)
      .values({ studyId: other, label: 'x', sources: [] })
      .returning();
    await writeRecords(store.db, { studyId: other, importId: run!.id }, [memories[0]!]);
    const [foreign] = await store.db.select().from(memory).where(eq(memory.studyId, other));
    await expect(set({ memoryId: foreign!.id })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('measures uplift on each task by itself, which averages to that of the memory', async () => {
    const perTask = await listTaskUplifts(store.db, studyId);
    const of = (t: number, m: number) =>
      perTask.find(({ taskId }) => taskId === ids.tasks[t])?.memories[ids.memories[m]!];
    // Task 0: two trials of model-a passed, one of model-b failed, against a half.
    expect(of(0, 0)).toEqual([expect.closeTo(2 / 3 - 1 / 2, 12), 3]);
    expect(of(1, 2)).toEqual([0.5, 2]);
    expect(of(2, 0)).toBeUndefined();
    expect(await listTaskUplifts(store.db, studyId, ids.tasks[1]!)).toEqual(
      perTask.filter(({ taskId }) => taskId === ids.tasks[1]),
    );
    const overall = await listUplifts(store.db, studyId);
    expect(overall.get(ids.memories[2]!)).toEqual({ uplift: 0.5, trialCount: 2 });
    const { uplifts } = await getTaskRelevance(store.db, studyId, ids.tasks[1]!);
    expect(uplifts[ids.memories[4]!]).toEqual({ uplift: 1, trialCount: 1 });
  });

  it('lists who labels what, and measures arms by each', async () => {
    await mark(0, 0, 2);
    await mark(0, 4, 0);
    await mark(1, 3, 1, 'model (relevance v1)');
    const sources = await listLabelSources(store.db, studyId, ablationId);
    expect(sources.map(({ id, labels, tasks: n }) => [id, labels, n])).toEqual([
      ['hand', 2, 1],
      ['model (relevance v1)', 1, 1],
      ['uplift-task', 6, 2],
      ['uplift-memory', 6, 3],
    ]);
    const hand = await quality();
    expect(hand).toMatchObject({
      source: { id: 'hand' },
      k: 2,
      taskCount: 3,
      relevantTasks: 1,
      labelCount: 2,
    });
    expect(hand.arms.map(({ arm }) => arm)).toEqual([0, 1]);
    expect(hand.arms[0]!.metrics.ndcg.estimate.value).toBe(1);
    expect(hand.arms[0]!.labelledShare.value).toBe(0.5);
    expect(hand.arms[1]!.metrics.reciprocalRank.estimate.value).toBe(0.5);
    expect(hand.arms[1]!.differences!.reciprocalRank.estimate.value).toBe(-0.5);
    expect((await quality('hand', 1)).arms[1]!.metrics.hitRate.estimate.value).toBe(0);
    expect((await quality('model (relevance v1)')).arms[1]!.metrics.recall.estimate.value).toBe(1);
    // Task 0: 0 and 1 helped; task 1: 2, 3, 4 and 5 did.
    const uplift = await quality('uplift-task');
    expect(uplift).toMatchObject({ relevantTasks: 2, labelCount: 6 });
    expect(uplift.arms[0]!.metrics.recall.estimate.value).toBe((1 + 2 / 4) / 2);
    expect(uplift.arms[1]!.metrics.recall.estimate.value).toBe((1 / 2 + 1 / 4) / 2);
    expect(await quality('uplift-memory')).toMatchObject({ relevantTasks: 3, labelCount: 6 });
    await expect(quality('nobody')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('looks again when a mark has changed', async () => {
    await mark(0, 0, 1);
    const before = await quality('hand');
    expect(await quality('hand')).toEqual(before);
    await mark(0, 0, 0);
    expect((await quality('hand')).arms[0]!.metrics.ndcg.estimate.reason).toMatch(/as relevant/);
    await mark(0, 4, 1);
    expect((await quality('hand')).arms[1]!.metrics.hitRate.estimate.value).toBe(1);
  });

  it('replays trials of the baseline’s model that held what an arm retrieves', async () => {
    const replay = (await getReplay(store.db, await ablation()))!;
    expect(replay).toMatchObject({ k: 2, taskCount: 3, trialCount: 5 });
    const [first, second] = replay.arms;
    // Task 0: 1 − 1/2 from two trials; task 1: 1/2 − 0 from two; task 2 has no baseline.
    expect(first!.sameSet).toMatchObject({ gain: { value: 0.5 }, taskCount: 2, trialCount: 4 });
    expect(first!.sameTop).toMatchObject({ taskCount: 2, trialCount: 2 });
    expect(first!.sameTop.gain.value).toBeCloseTo((1 / 2 + 0) / 2, 12);
    expect(second!.sameSet.gain.reason).toMatch(/held the same/);
    expect(second!.sameTop).toMatchObject({ gain: { value: 1 }, taskCount: 1, trialCount: 1 });
    expect(second!.retrievedTasks).toBe(2);
    expect((await getReplay(store.db, await ablation(), { k: 1 }))!.arms[0]!.sameSet.taskCount).toBe(0);
    expect(replay).toMatchObject({ baselineName: 'zero-shot model-a', missing: 'errors-fail' });
    const other = (await getReplay(store.db, await ablation(), { baseline: 'insights model-a' }))!;
    expect([other.baselineName, other.trialCount]).toEqual(['insights model-a', 0]);
    const nobody = getReplay(store.db, await ablation(), { baseline: 'nobody' });
    await expect(nobody).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('isComparable', () => {
  it.each([
    [{ model: 'a' }, { model: 'a', memoryType: 'insight' as const }, true],
    [{ model: 'a' }, { model: 'b' }, false],
    [{ model: 'a' }, {}, true],
    [{ agent: 'x', model: 'a' }, { agent: 'y', model: 'a' }, false],
    [{ agent: null }, { agent: 'y' }, true],
  ])('%j beside %j: %s', (one, other, expected) => {
    expect(isComparable(one, other)).toBe(expected);
    expect(isComparable(other, one)).toBe(expected);
  });
});
