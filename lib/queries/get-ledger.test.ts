import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { condition, importRun, task } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { handJudge } from '@/lib/core/gains/loss-causes';
import type { MemoryRecord } from '@/lib/importers/importer';
import { linkRetrievedMemories } from '@/lib/mutations/link-records';
import { removeLossCause, setLossCause } from '@/lib/mutations/loss-causes';
import type { WritableTrial } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getLedger, nameMemories } from './get-ledger';
import { getTransfer } from './get-transfer';

const memories: MemoryRecord[] = ['m0', 'm1'].map((externalId, i) => ({
  ...{ kind: 'memory', pool: 'pool', externalId, type: 'insight', title: `Rule ${i}`, description: '' },
  ...{ content: `Do ${externalId} before anything else.`, keyText: `Rule ${i}` },
  ...{ sourceBenchmark: i === 0 ? 'beta' : 'gamma', sourceTask: 'x', sourceTaskText: null },
  ...{ sourceModel: 'writer', success: true, embeddings: [] },
}));

const trial = (label: string, i: number, passed: boolean, memory: string | null): WritableTrial => ({
  path: null,
  ...{ kind: 'trial', source: 'test', externalId: `${label} ${i}`, benchmark: 'alpha', task: `t${i}` },
  ...{ taskText: `Task ${i}`, attempt: 1, reward: passed ? 1 : 0, exception: null, finished: true },
  condition: {
    ...{ label, basis: 'test' },
    settings: memory
      ? { memoryType: 'insight', model: 'user', poolFraction: '50%' }
      : { memoryType: 'none', model: 'user' },
  },
  ...{ inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null },
  ...{ startedAt: null, durationMs: null, trajectory: null, details: {} },
  retrieval: memory
    ? { query: 'q', method: 'cosine', hits: [{ rank: 1, score: 1, memoryExternalId: memory, text: '' }] }
    : null,
});

describe.each(testDatabases)('the ledger on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    const { db } = store;
    studyId = (await createStudy(db, { name: 'Study' })).id;
    const [run] = await db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    const trials = Array.from({ length: 8 }, (_, i) => [
      trial('zero-shot', i, i < 4, null),
      // Two are lost with m0 in the prompt, three gained with m1.
      trial('insight', i, (i >= 2 && i < 4) || i > 4, i < 4 ? 'm0' : 'm1'),
    ]).flat();
    await writeRecords(db, { studyId, importId: run!.id }, [...memories, ...trials]);
    await linkRetrievedMemories(db, studyId);
  });
  afterAll(() => store?.close());

  const ask = (more: object = {}) =>
    getLedger(store.db, { studyId, k: 1, missing: 'leave-out', solved: 'any', ...more });

  it('counts flips with the memories of their prompts', async () => {
    const ledger = await ask();
    expect(ledger.outcomes).toEqual({ gained: 3, lost: 2, same: 3 });
    expect(ledger.groups).toMatchObject([
      { benchmark: 'alpha', gained: 3, lost: 2, taskCount: 8, pValue: expect.closeTo(1, 9) },
    ]);
    expect(ledger.memories.map(({ lost, gained }) => [lost, gained])).toEqual([
      [2, 0],
      [0, 3],
    ]);
    const named = await nameMemories(store.db, [ledger.memories[0]!.memory]);
    expect([...named.values()]).toMatchObject([{ title: 'Rule 0', sourceBenchmark: 'beta' }]);
    expect(ledger.choices).toEqual({ benchmarks: ['alpha'], types: ['insight'], models: ['user'] });
  });

  it('shows what the filters ask for, and compares memories with those outside the filter', async () => {
    const { memories: all } = await ask();
    const one = await ask({ memory: all[1]!.memory });
    expect(one.outcomes).toEqual({ gained: 3, lost: 0, same: 1 });
    expect(one.groups[0]).toMatchObject({ gained: 3, lost: 0, taskCount: 4 });
    expect(one.memories).toEqual(all);
    expect((await ask({ type: 'workflow' })).lines).toEqual([]);
    expect((await ask({ benchmark: 'beta' })).groups).toEqual([]);
    expect((await ask({ k: 2 })).lines).toEqual([]);
    await expect(ask({ baseline: studyIdAsUuid })).rejects.toMatchObject({ code: 'not-found' });
    await expect(ask({ studyId: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps what each judge said last of a loss, and takes a hand’s word back', async () => {
    const { db } = store;
    const line = (await ask()).lines.find(({ outcome }) => outcome === 'lost')!;
    const place = { studyId, taskId: line.taskId, conditionId: line.condition };
    const causes = async () =>
      (await ask()).lines
        .find(({ taskId }) => taskId === line.taskId)!
        .causes.map((said) => [said.judge, said.cause]);
    await setLossCause(db, { ...place, cause: 'other' });
    await setLossCause(db, { ...place, cause: 'misapplied-best-practice' });
    await setLossCause(db, { ...place, cause: 'other', judge: 'a model', evidence: 'NUL \u0000 here' });
    expect(await causes()).toEqual([
      ['a model', 'other'],
      [handJudge, 'misapplied-best-practice'],
    ]);
    await removeLossCause(db, place);
    await removeLossCause(db, place);
    expect(await causes()).toEqual([['a model', 'other']]);
  });

  it('refuses causes of tasks and conditions of another study', async () => {
    const { db } = store;
    const other = (await createStudy(db, { name: 'Other' })).id;
    const [found] = await db.select().from(task).limit(1);
    const [own] = await db.select().from(condition).where(eq(condition.studyId, studyId));
    const [taskId, conditionId] = [found!.id, own!.id];
    await expect(
      setLossCause(db, { studyId: other, taskId, conditionId, cause: 'other' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      setLossCause(db, { studyId, taskId, conditionId: studyIdAsUuid, cause: 'other' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reads sources, writers and sizes of pools for the page of transfer', async () => {
    const { matrix, writers, scaling } = await getTransfer(store.db, { studyId, missing: 'leave-out' });
    expect(matrix.cells.map(({ source, target, estimate }) => [source, target, estimate.value])).toEqual([
      ['beta', 'alpha', -0.5],
      ['gamma', 'alpha', 0.75],
    ]);
    expect(writers.cells).toMatchObject([{ writer: 'writer', user: 'user', taskCount: 8, trialCount: 8 }]);
    expect(writers.references).toMatchObject([{ label: 'zero-shot', rate: 0.5 }]);
    expect(scaling.poolFraction[0]).toMatchObject({ x: 0.5, benchmark: 'alpha', taskCount: 8 });
    const none = await getTransfer(store.db, { studyId, missing: 'leave-out', memoryType: 'workflow' });
    expect(none.matrix.cells).toEqual([]);
  });
});

const studyIdAsUuid = '00000000-0000-4000-8000-000000000000';
