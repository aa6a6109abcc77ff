import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  condition,
  embedding,
  importRun,
  memory,
  retrievalHit,
  study,
  task,
  trajectory,
  trial,
} from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import type { MemoryRecord } from '@/lib/importers/importer';
import { updateCondition } from './conditions';
import { linkRetrievedMemories } from './link-records';
import { type WritableTrial, withStepsStored } from './records/writable';
import { setByHand } from './records/write-trials';
import { createStudy } from './studies';
import { writeRecords } from './write-records';

const trialRecord = (change: Partial<WritableTrial> = {}): WritableTrial => ({
  kind: 'trial',
  source: 'test',
  externalId: 'one',
  benchmark: 'bench',
  task: 'task-1',
  taskText: 'Do the thing',
  attempt: 1,
  condition: { label: 'zero-shot', basis: 'from the folder name', settings: { agent: 'a' } },
  reward: 1,
  exception: null,
  finished: true,
  path: null,
  trajectory: null,
  ...change,
});

const memoryRecord = (change: Partial<MemoryRecord> = {}): MemoryRecord => ({
  kind: 'memory',
  pool: 'pool',
  externalId: 'hash#1',
  type: 'insight',
  title: 'Title',
  description: '',
  content: 'Content',
  keyText: 'Title',
  sourceBenchmark: 'bench',
  sourceTask: 'task-1',
  sourceTaskText: null,
  success: true,
  embeddings: [{ model: 'imported-2d', vector: Float32Array.of(0.6, 0.8) }],
  ...change,
});

describe.each(testDatabases)('writing records on $name', ({ open }) => {
  let store: TestStore;
  const scope = { studyId: '', importId: '' };
  beforeAll(async () => {
    store = await open();
    scope.studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const rows = await store.db
      .insert(importRun)
      .values({ studyId: scope.studyId, label: 'x', sources: [] })
      .returning();
    scope.importId = rows[0]!.id;
  });
  afterAll(() => store?.close());

  it('adds a trial with its task, condition and steps, and changes nothing the second time', async () => {
    const record = await withStepsStored({
      ...trialRecord(),
      trajectory: {
        format: 'test',
        steps: [
          {
            source: 'user',
            message: 'Do\u0000 it',
            reasoning: null,
            model: null,
            toolCalls: [],
            observations: [],
            timestamp: null,
            copied: false,
            promptTokens: null,
            completionTokens: null,
            cachedTokens: null,
            costUsd: null,
          },
        ],
      },
    });
    const first = await writeRecords(store.db, scope, [record]);
    expect(first.trial).toEqual({ added: 1, changed: 0, unchanged: 0 });
    const revision = (await store.db.select().from(study))[0]!.revision;
    const second = await writeRecords(store.db, scope, [record]);
    expect(second.trial).toEqual({ added: 0, changed: 0, unchanged: 1 });
    expect((await store.db.select().from(study))[0]!.revision).toBe(revision);
    expect(await store.db.select().from(trajectory)).toMatchObject([{ stepCount: 1, format: 'test' }]);
  });

  it('joins two sights of one trial in either order, and nothing never replaces something', async () => {
    const log = trialRecord({
      externalId: 'two',
      reward: null,
      finished: null,
      costUsd: 0.5,
      details: { a: 1 },
    });
    const report = trialRecord({ externalId: 'two', reward: 0, taskText: null, details: { b: 2 } });
    await writeRecords(store.db, scope, [log]);
    const counts = await writeRecords(store.db, scope, [report]);
    expect(counts.trial).toEqual({ added: 0, changed: 1, unchanged: 0 });
    await writeRecords(store.db, scope, [log]);
    const rows = await store.db.select().from(trial).where(eq(trial.externalId, 'two'));
    expect(rows[0]).toMatchObject({ reward: 0, finished: true, costUsd: 0.5, details: { a: 1, b: 2 } });
    const tasks = await store.db.select().from(task).where(eq(task.externalId, 'task-1'));
    expect(tasks[0]!.text).toBe('Do the thing');
  });

  it('stores hostile text', async () => {
    const details = { 'lone \ud800': 'nul \u0000 and \udc00', nested: [{ x: '\u0000' }] };
    await writeRecords(store.db, scope, [trialRecord({ externalId: 'hostile', task: 'nul\u0000', details })]);
    const rows = await store.db.select().from(trial).where(eq(trial.externalId, 'hostile'));
    expect(JSON.stringify(rows[0]!.details)).not.toContain('\\u0000');
  });

  it('keeps a renamed condition when the same logs come again, and merges on demand', async () => {
    await writeRecords(store.db, scope, [
      trialRecord({ externalId: 'c1', condition: { label: 'run_A', basis: 'folder', settings: {} } }),
      trialRecord({ externalId: 'c2', condition: { label: 'run_B', basis: 'folder', settings: {} } }),
    ]);
    const [a] = await store.db.select().from(condition).where(eq(condition.label, 'run_A'));
    await updateCondition(store.db, a!.id, { label: 'insight', baseline: true });
    const [b] = await store.db.select().from(condition).where(eq(condition.label, 'run_B'));
    const merged = await updateCondition(store.db, b!.id, { label: 'insight' });
    expect(merged).toEqual({ id: a!.id, studyId: scope.studyId, label: 'insight', mergedInto: a!.id });
    await writeRecords(store.db, scope, [
      trialRecord({ externalId: 'c2', condition: { label: 'run_B', basis: 'folder', settings: {} } }),
      trialRecord({ externalId: 'c3', condition: { label: 'run_A', basis: 'folder', settings: {} } }),
    ]);
    const labels = (await store.db.select().from(condition)).map((c) => c.label).sort();
    expect(labels).toEqual(['insight', 'zero-shot']);
    const own = await store.db.select().from(trial).where(eq(trial.conditionId, a!.id));
    expect(own.map((t) => t.externalId).sort()).toEqual(['c1', 'c2', 'c3']);
    expect((await store.db.select().from(study))[0]!.baselineConditionId).toBe(a!.id);
  });

  it('moves a trial only when a person set its condition', async () => {
    const record = trialRecord({ externalId: 'moved' });
    await writeRecords(store.db, scope, [record]);
    await writeRecords(store.db, scope, [
      { ...record, condition: { label: 'other', basis: setByHand, settings: {} } },
    ]);
    const rows = await store.db
      .select({ label: condition.label })
      .from(trial)
      .innerJoin(condition, eq(condition.id, trial.conditionId))
      .where(eq(trial.externalId, 'moved'));
    expect(rows[0]!.label).toBe('other');
  });

  it('keeps memories with their vectors and finds them for retrievals that came before', async () => {
    const used = trialRecord({
      externalId: 'with-memory',
      retrieval: {
        query: 'q',
        method: 'cosine',
        hits: [{ rank: 1, score: 0.9, memoryExternalId: 'hash#1', text: 'as logged' }],
      },
    });
    await writeRecords(store.db, scope, [used]);
    await linkRetrievedMemories(store.db, scope.studyId);
    expect((await store.db.select().from(retrievalHit))[0]!.memoryId).toBeNull();

    expect((await writeRecords(store.db, scope, [memoryRecord()])).memory.added).toBe(1);
    expect((await writeRecords(store.db, scope, [memoryRecord()])).memory.unchanged).toBe(1);
    await linkRetrievedMemories(store.db, scope.studyId);
    const [stored] = await store.db.select().from(memory);
    expect((await store.db.select().from(retrievalHit))[0]!.memoryId).toBe(stored!.id);
    const [vector] = await store.db.select().from(embedding);
    expect(new Float32Array(Uint8Array.from(vector!.vector).buffer)).toEqual(Float32Array.of(0.6, 0.8));
  });

  it('keeps the longest answer to a task, in whatever order they come, and when memories were made', async () => {
    const answered = (answer: string | null) =>
      ({ kind: 'task', benchmark: 'bench', task: 'answered', text: null, answer }) as const;
    const answerOf = async () => {
      const rows = await store.db.select().from(task).where(eq(task.externalId, 'answered'));
      return rows[0]!.answer;
    };
    await writeRecords(store.db, scope, [answered(null), answered('+fix')]);
    expect(await answerOf()).toBe('+fix');
    const longer = trialRecord({ externalId: 'answered', task: 'answered', answer: '+fix and tests' });
    expect((await writeRecords(store.db, scope, [longer])).task).toMatchObject({ changed: 1 });
    expect((await writeRecords(store.db, scope, [longer, answered('+f')])).task).toMatchObject({
      changed: 0,
    });
    expect(await answerOf()).toBe('+fix and tests');

    const made = memoryRecord({ externalId: 'dated', madeAt: '2026-01-02T10:00:00.000Z' });
    await writeRecords(store.db, scope, [made]);
    await writeRecords(store.db, scope, [memoryRecord({ externalId: 'dated' })]);
    const [dated] = await store.db.select().from(memory).where(eq(memory.externalId, 'dated'));
    expect(dated!.madeAt?.toISOString()).toBe('2026-01-02T10:00:00.000Z');
  });

  it('writes all of a batch or nothing', async () => {
    const failing = writeRecords(store.db, scope, [trialRecord({ externalId: 'never' })], async () => {
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(await store.db.select().from(trial).where(eq(trial.externalId, 'never'))).toHaveLength(0);
  });
});
