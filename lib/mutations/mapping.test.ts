import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchmark, condition, importRun, judgement, memory, study, task, trial } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import type { JudgementRecord, MemoryRecord } from '@/lib/importers/importer';
import { emptyMapping, type StudyMapping } from '@/lib/importers/mapping/mapping';
import { getMappings, listFoundTrials } from '@/lib/queries/mapping';
import { applyMapping } from './mapping';
import type { WritableTrial } from './records/writable';
import { createStudy } from './studies';
import { writeRecords } from './write-records';

const trialRecord = (externalId: string, label: string, bench: string, path: string): WritableTrial => ({
  kind: 'trial',
  source: 'test',
  externalId,
  benchmark: bench,
  task: 'task-1',
  taskText: 'Do the thing',
  attempt: null,
  condition: { label, basis: 'from the folder name', settings: { agent: 'a', model: label } },
  reward: 1,
  exception: null,
  finished: true,
  path,
  trajectory: null,
});
const verdict: JudgementRecord = {
  kind: 'judgement',
  judge: 'judge',
  externalId: 'v1',
  benchmark: 'bench',
  task: 'task-1',
  trial: { source: 'test', externalId: 't1' },
  verdict: true,
  truth: false,
  response: null,
};
const memoryRecord: MemoryRecord = {
  kind: 'memory',
  pool: 'reme',
  externalId: 'm1',
  type: 'insight',
  originalType: 'procedural',
  title: 'T',
  description: '',
  content: 'C',
  keyText: 'T',
  sourceBenchmark: null,
  sourceTask: null,
  sourceTaskText: null,
  success: null,
  embeddings: [],
};

describe.each(testDatabases)('a study’s mapping on $name', ({ open }) => {
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
    await writeRecords(store.db, scope, [
      trialRecord('t1', 'run_a', 'bench', 'logs/out/T-S/x/1/result.json'),
      trialRecord('t2', 'run_b', 'bench', 'logs/out/T-S/x/2/result.json'),
      trialRecord('t3', 'run_c', 'other', 'logs/elsewhere/result.json'),
      verdict,
      memoryRecord,
    ]);
  });
  afterAll(() => store?.close());

  const places = async () =>
    store.db
      .select({
        trial: trial.externalId,
        condition: condition.label,
        benchmark: benchmark.name,
        attempt: trial.attempt,
      })
      .from(trial)
      .innerJoin(condition, eq(condition.id, trial.conditionId))
      .innerJoin(task, eq(task.id, trial.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(eq(trial.studyId, scope.studyId))
      .orderBy(trial.externalId);
  const conditions = async () =>
    (await store.db.select().from(condition).where(eq(condition.studyId, scope.studyId)))
      .map((c) => c.label)
      .sort();

  const merged: StudyMapping = {
    ...emptyMapping,
    conditions: [
      {
        where: { label: 'run_a' },
        name: 'Insights',
        benchmark: 'swe',
        settings: { memoryType: 'insight', topN: 3 },
      },
      { where: { label: 'run_b' }, name: 'Insights', benchmark: 'swe', settings: {} },
      { where: { label: 'run_c' }, name: 'Zero-shot', settings: {}, baseline: true },
    ],
    memoryTypes: [{ originalType: 'procedural', type: 'workflow' }],
  };

  it('merges, renames, moves between benchmarks, sets the baseline and types, without importing again', async () => {
    const result = await applyMapping(store.db, scope.studyId, merged);
    expect(result).toMatchObject({ trials: 3, memoriesRetyped: 1 });
    expect(await places()).toEqual([
      { trial: 't1', condition: 'Insights', benchmark: 'swe', attempt: null },
      { trial: 't2', condition: 'Insights', benchmark: 'swe', attempt: null },
      { trial: 't3', condition: 'Zero-shot', benchmark: 'other', attempt: null },
    ]);
    expect(await conditions()).toEqual(['Insights', 'Zero-shot']);
    const [insights] = await store.db.select().from(condition).where(eq(condition.label, 'Insights'));
    expect(insights!.settings).toMatchObject({ agent: 'a', memoryType: 'insight', topN: 3 });
    const [row] = await store.db.select().from(study).where(eq(study.id, scope.studyId));
    const [zero] = await store.db.select().from(condition).where(eq(condition.label, 'Zero-shot'));
    expect(row!.baselineConditionId).toBe(zero!.id);
    const names = (await store.db.select().from(benchmark)).map((b) => b.name).sort();
    expect(names).toEqual(['other', 'swe']);
    const [judged] = await store.db.select().from(judgement);
    const [swe] = await store.db.select().from(benchmark).where(eq(benchmark.name, 'swe'));
    expect(judged!.benchmarkId).toBe(swe!.id);
    const [kept] = await store.db.select().from(memory);
    expect(kept).toMatchObject({ type: 'workflow', foundType: 'insight' });
  });

  it('reads conditions and attempts from paths, and leaves what a template does not fit as it was', async () => {
    await applyMapping(store.db, scope.studyId, {
      ...emptyMapping,
      template: 'out/{condition}/{benchmark}/{attempt}',
    });
    expect(await places()).toEqual([
      { trial: 't1', condition: 'T-S', benchmark: 'x', attempt: 1 },
      { trial: 't2', condition: 'T-S', benchmark: 'x', attempt: 2 },
      { trial: 't3', condition: 'run_c', benchmark: 'other', attempt: null },
    ]);
    const [kept] = await store.db.select().from(memory);
    expect(kept!.type).toBe('insight');
  });

  it('goes back to what the logs say, keeps the mapping before, and is repeatable', async () => {
    await applyMapping(store.db, scope.studyId, emptyMapping);
    const once = await places();
    expect(once.map((p) => [p.condition, p.benchmark])).toEqual([
      ['run_a', 'bench'],
      ['run_b', 'bench'],
      ['run_c', 'other'],
    ]);
    expect((await getMappings(store.db, scope.studyId))!.previous).toMatchObject({
      template: 'out/{condition}/{benchmark}/{attempt}',
    });
    const again = await applyMapping(store.db, scope.studyId, emptyMapping);
    expect(again.moved).toBe(0);
    expect(await places()).toEqual(once);
    expect(await conditions()).toEqual(['run_a', 'run_b', 'run_c']);
  });

  it('places what is imported afterwards by the mapping', async () => {
    await applyMapping(store.db, scope.studyId, merged);
    await writeRecords(store.db, scope, [
      trialRecord('t4', 'run_a', 'bench', 'logs/out/T-S/x/3/result.json'),
    ]);
    expect((await places())[3]).toMatchObject({ condition: 'Insights', benchmark: 'swe' });
    const found = await listFoundTrials(store.db, scope.studyId);
    expect(found.trials).toHaveLength(4);
    const rows = await store.db
      .select()
      .from(trial)
      .where(and(eq(trial.studyId, scope.studyId), eq(trial.externalId, 't4')));
    expect(rows[0]!.foundAttempt).toBeNull();
  });

  it('says which study is missing and what is wrong with a template', async () => {
    await expect(applyMapping(store.db, 'nowhere', emptyMapping)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      applyMapping(store.db, scope.studyId, { ...emptyMapping, template: '{a}/{a}' }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
