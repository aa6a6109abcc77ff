import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  benchmark,
  condition,
  importFile,
  importRun,
  judgement,
  memory,
  pool,
  retrieval,
  study,
  task,
  trial,
} from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import type { MemoryRecord } from '@/lib/importers/importer';
import type { WritableTrial } from './records/writable';
import { setByHand } from './records/write-trials';
import { createStudy } from './studies';
import { undoImport } from './undo-import';
import { writeRecords } from './write-records';

const trialRecord = (name: string, change: Partial<WritableTrial> = {}): WritableTrial => ({
  kind: 'trial',
  source: 'test',
  externalId: name,
  benchmark: 'bench',
  task: `task-${name}`,
  attempt: null,
  condition: { label: 'zero-shot', basis: 'folder', settings: {} },
  reward: 0,
  exception: null,
  finished: true,
  path: `logs/${name}/result.json`,
  trajectory: null,
  ...change,
});
const memoryRecord = (change: Partial<MemoryRecord> = {}): MemoryRecord => ({
  kind: 'memory',
  pool: 'pool',
  externalId: 'm1',
  type: 'insight',
  title: 'Title',
  description: '',
  content: 'Content',
  keyText: 'Title',
  sourceBenchmark: null,
  sourceTask: null,
  sourceTaskText: null,
  success: null,
  embeddings: [{ model: 'imported-2d', vector: Float32Array.of(0.6, 0.8) }],
  ...change,
});

describe.each(testDatabases)('undoing an import on $name', ({ open }) => {
  let store: TestStore;
  let studyId = '';
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store?.close());

  const fresh = async () => {
    studyId = (await createStudy(store.db, { name: `Study ${Math.random()}` })).id;
  };
  const newImport = async (
    files: { path: string; sha256: string; counts?: Record<string, number> }[] = [],
  ) => {
    const rows = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    const importId = rows[0]!.id;
    if (files.length > 0)
      await store.db
        .insert(importFile)
        .values(files.map((f) => ({ bytes: 1, outcome: 'understood' as const, importId, ...f })));
    return importId;
  };
  /** Everything of the study that an import may touch, without ids and without what only says who brought it. */
  const state = async () => {
    const trials = await store.db
      .select({
        id: trial.externalId,
        reward: trial.reward,
        details: trial.details,
        condition: condition.label,
      })
      .from(trial)
      .innerJoin(condition, eq(condition.id, trial.conditionId))
      .where(eq(trial.studyId, studyId))
      .orderBy(asc(trial.externalId));
    const memories = await store.db
      .select({ id: memory.externalId, content: memory.content })
      .from(memory)
      .where(eq(memory.studyId, studyId));
    const counts: Record<string, number> = {};
    for (const [name, table] of Object.entries({ task, benchmark, condition, pool, judgement, retrieval }))
      counts[name] = await store.db.$count(table, eq(table.studyId, studyId));
    return { trials, memories, counts };
  };

  it('leaves an empty study as it was', async () => {
    await fresh();
    const before = await state();
    const importId = await newImport();
    await writeRecords(store.db, { studyId, importId }, [
      trialRecord('a', {
        retrieval: {
          query: 'q',
          method: null,
          hits: [{ rank: 1, score: null, memoryExternalId: 'm1', text: 't' }],
        },
      }),
      memoryRecord(),
      {
        kind: 'judgement',
        judge: 'j',
        externalId: 'v',
        benchmark: 'bench',
        task: 'task-a',
        trial: { source: 'test', externalId: 'a' },
        verdict: true,
        truth: null,
        response: null,
      },
    ]);
    const result = await undoImport(store.db, importId);
    expect(result).toMatchObject({ trialsRemoved: 1, memoriesRemoved: 1, judgementsRemoved: 1, kept: 0 });
    expect(await state()).toEqual(before);
    const [run] = await store.db.select().from(importRun).where(eq(importRun.id, importId));
    expect(run!.undoneAt).not.toBeNull();
    await expect(undoImport(store.db, importId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('gives back what an import changed of earlier ones', async () => {
    await fresh();
    const first = await newImport();
    await writeRecords(store.db, { studyId, importId: first }, [
      trialRecord('a'),
      trialRecord('b'),
      memoryRecord(),
    ]);
    const before = await state();
    const second = await newImport();
    await writeRecords(store.db, { studyId, importId: second }, [
      trialRecord('a', {
        reward: 1,
        details: { more: true },
        condition: { label: 'by hand', basis: setByHand, settings: {} },
      }),
      trialRecord('c', { benchmark: 'another' }),
      memoryRecord({ content: 'Rewritten' }),
    ]);
    expect(await state()).not.toEqual(before);
    expect(await undoImport(store.db, second)).toMatchObject({ trialsRemoved: 1, restored: 2, kept: 0 });
    expect(await state()).toEqual({
      ...before,
      trials: before.trials.map((t) => ({ ...t, details: t.details ?? null })),
    });
  });

  it('keeps what a later import changed or holds as well', async () => {
    await fresh();
    const first = await newImport([
      { path: 'a/result.json', sha256: 'ha' },
      { path: 'b/result.json', sha256: 'hb' },
    ]);
    await writeRecords(store.db, { studyId, importId: first }, [trialRecord('a'), trialRecord('b')]);
    const second = await newImport([{ path: 'a/result.json', sha256: 'ha' }]);
    await writeRecords(store.db, { studyId, importId: second }, [trialRecord('a')]);
    expect(await undoImport(store.db, first)).toMatchObject({ trialsRemoved: 1, kept: 1 });
    expect((await state()).trials.map(({ id }) => id)).toEqual(['a']);
    expect(await undoImport(store.db, second)).toMatchObject({ trialsRemoved: 1 });
    expect((await state()).trials).toEqual([]);

    const third = await newImport();
    await writeRecords(store.db, { studyId, importId: third }, [trialRecord('d')]);
    const fourth = await newImport();
    await writeRecords(store.db, { studyId, importId: fourth }, [trialRecord('d', { reward: 0.5 })]);
    const fifth = await newImport();
    await writeRecords(store.db, { studyId, importId: fifth }, [trialRecord('d', { reward: 1 })]);
    expect(await undoImport(store.db, fourth)).toMatchObject({ restored: 0, kept: 1 });
    expect((await state()).trials).toMatchObject([{ id: 'd', reward: 1 }]);
  });

  it('makes the numbers be reckoned again', async () => {
    await fresh();
    const importId = await newImport();
    await writeRecords(store.db, { studyId, importId }, [trialRecord('a')]);
    const revision = async () =>
      (await store.db.select().from(study).where(eq(study.id, studyId)))[0]!.revision;
    const before = await revision();
    await undoImport(store.db, importId);
    expect(await revision()).toBeGreaterThan(before);
  });
});
