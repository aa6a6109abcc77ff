import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ablationResult, importRun, job } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { isSuspect } from '@/lib/core/retrieval/leakage';
import { standardSetting } from '@/lib/core/retrieval/setting';
import { missingTwins } from '@/lib/core/retrieval/suspect-twins';
import { suspectsCsv } from '@/lib/exporters/suspects';
import type { MemoryRecord, TaskRecord } from '@/lib/importers/importer';
import { runAblationGrid } from '@/lib/jobs/handlers/run-ablation-grid';
import { createAblation } from '@/lib/mutations/ablation-arms';
import { extendAblation } from '@/lib/mutations/ablations';
import type { WritableTrial } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getAblation } from './ablations';
import { retrieveMemories } from './retrieve-memories';
import { listSuspects } from './suspects';

const gold =
  '--- a/parse.py\n+++ b/parse.py\n@@ -1 +1 @@\n-    return rows\n+    remember the last row even when no line break follows it at the end';
const memory = (externalId: string, change: Partial<MemoryRecord> = {}): MemoryRecord => ({
  kind: 'memory',
  pool: 'pool',
  externalId,
  type: 'insight',
  title: `parser note ${externalId}`,
  description: '',
  content: 'Read the failing test first.',
  keyText: `parser note ${externalId}`,
  sourceBenchmark: 'other',
  sourceTask: `x-${externalId}`,
  sourceTaskText: null,
  success: true,
  madeAt: '2026-01-01T00:00:00.000Z',
  embeddings: [],
  ...change,
});
const task = (name: string, answer: string | null): TaskRecord => ({
  kind: 'task',
  benchmark: 'swe',
  task: name,
  text: `Mend the parser of ${name}`,
  answer,
});
const trial = (name: string, startedAt: string): WritableTrial => ({
  kind: 'trial',
  source: 'test',
  externalId: `${name} ${startedAt}`,
  benchmark: 'swe',
  task: name,
  attempt: null,
  condition: { label: 'zero-shot', basis: 'named', settings: {} },
  reward: 1,
  exception: null,
  finished: true,
  startedAt,
  path: null,
  trajectory: null,
});

let store: TestStore;
let studyId: string;
let scope: { studyId: string; importId: string };
beforeAll(async () => {
  store = await openTestStore();
  studyId = (await createStudy(store.db, { name: 'Leaks' })).id;
  const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
  scope = { studyId, importId: run!.id };
  await writeRecords(store.db, scope, [
    task('django__django-1', gold),
    task('free-2', null),
    trial('django__django-1', '2026-01-05T10:00:00Z'),
    trial('django__django-1', '2026-01-06T10:00:00Z'),
    trial('free-2', '2020-01-01 10:00:00'),
    memory('answer', {
      content: 'One has to remember the last row even when no line break follows it at the end.',
    }),
    memory('sibling', { sourceBenchmark: 'swe', sourceTask: 'django__django-7' }),
    memory('late', { madeAt: '2026-01-05T10:00:01.000Z' }),
    memory('early'),
    memory('undated', { madeAt: null }),
  ]);
});
afterAll(async () => {
  await closeCompute();
  await store?.close();
});

async function run(ablationId: string): Promise<void> {
  await runAblationGrid.run({
    db: store.db,
    input: { ablationId },
    jobId: ablationId,
    studyId,
    signal: new AbortController().signal,
    report: () => {},
  });
  // Run by hand here: settled, so that the next is not taken for a second one.
  await store.db.update(job).set({ state: 'done' });
}
const arm = { ...standardSetting, method: 'random' as const, scope: 'all' as const, topN: 5 };

describe('answers and times', () => {
  it('mark what is served', async () => {
    const ask = (taskName: string) =>
      retrieveMemories(store.db, {
        studyId,
        query: 'the parser',
        setting: arm,
        benchmark: 'swe',
        task: taskName,
        model: null,
      });
    const marked = Object.fromEntries(
      (await ask('django__django-1')).hits.map(({ title, evidence }) => [
        title.replace('parser note ', ''),
        evidence.map(({ kind }) => kind),
      ]),
    );
    expect(marked).toEqual({
      answer: ['answer-text'],
      sibling: ['same-repository'],
      late: ['later'],
      early: [],
      undated: [],
    });
    // Its only trial began at a time without a zone.
    expect((await ask('free-2')).hits.flatMap(({ evidence }) => evidence)).toEqual([]);
  });
});

describe('an ablation and its twins', () => {
  let ablationId: string;
  beforeAll(async () => {
    const arms = [arm, { ...arm, seed: 8 }, { ...arm, topN: 2 }];
    ablationId = await createAblation(store.db, { studyId, name: 'Grid', model: null, arms });
    await run(ablationId);
    const { added } = await extendAblation(store.db, ablationId, missingTwins);
    expect(added).toBe(3);
    await run(ablationId);
  });

  it('lists who is suspected, of what, and which arms retrieve it', async () => {
    const { rows, total } = await listSuspects(store.db, ablationId);
    expect(total).toBe(2);
    expect(rows.map(({ title, evidence }) => [title, evidence[0]!.kind])).toEqual([
      ['parser note answer', 'answer-text'],
      ['parser note sibling', 'same-repository'],
    ]);
    expect(rows[0]).toMatchObject({ benchmark: 'swe', task: 'django__django-1', sourceBenchmark: 'other' });
    expect(rows[0]!.arms.slice(0, 2)).toEqual([0, 1]);
    expect((await listSuspects(store.db, ablationId, { kind: 'any' })).total).toBe(3);
    const later = await listSuspects(store.db, ablationId, { kind: 'later' });
    expect(later.rows.map(({ title }) => title)).toEqual(['parser note late']);
    const turned = await listSuspects(store.db, ablationId, { sort: 'memory', reverse: true, page: 1 });
    expect(turned.rows.map(({ title }) => title)).toEqual(['parser note sibling', 'parser note answer']);
    expect((await listSuspects(store.db, ablationId, { page: 2 })).rows).toEqual([]);
    const [header, first] = suspectsCsv(rows).split('\r\n');
    expect(header).toMatch(/^benchmark,task,memory,/);
    expect(first).toMatch(/^swe,django__django-1,.*,answer-text,1,100 % of the word runs/);
  });

  it('has twins without a suspect, and tells what they change', async () => {
    const { arms, summary } = (await getAblation(store.db, ablationId))!;
    expect(arms.map(({ settings }) => settings.withoutSuspects)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
    for (const { summary: figures, settings } of arms)
      if (settings.withoutSuspects) expect(figures!.tasksWithSuspects).toBe(0);
    const results = await store.db.select().from(ablationResult);
    for (const { arm: place, hits } of results)
      if (place > 2) expect(hits.some(({ evidence = [] }) => isSuspect(evidence))).toBe(false);
    // Of five memories two are suspects of one task: nothing is left to take their places.
    expect(summary!.twins![0]).toEqual({
      original: 0,
      twin: 3,
      tasks: 2,
      tasksAffected: 1,
      hitsGone: 2,
      hitsReplaced: 0,
    });
    expect(arms[0]!.summary!.suspects).toEqual({ 'answer-text': 1, 'same-repository': 1, later: 1 });
  });

  it('adds nothing the second time, and runs all anew once an answer is known', async () => {
    const before = await getAblation(store.db, ablationId);
    expect((await extendAblation(store.db, ablationId, missingTwins)).added).toBe(0);
    await run(ablationId);
    expect((await getAblation(store.db, ablationId))!.poolHash).toBe(before!.poolHash);
    await writeRecords(store.db, scope, [task('free-2', 'read the failing test first and then mend it all')]);
    await run(ablationId);
    expect((await getAblation(store.db, ablationId))!.poolHash).not.toBe(before!.poolHash);
  });
});
