import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { condition, importRun } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import type { WritableRecord } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getPlanning } from './planning';

const trial = (label: string, task: number, attempt: number, passed: boolean): WritableRecord => ({
  ...{ kind: 'trial', source: 'test', externalId: `${label} ${task} ${attempt}`, benchmark: 'alpha' },
  ...{ task: `t${task}`, attempt, reward: passed ? 1 : 0, exception: null, finished: true, path: null },
  ...{ trajectory: null, costUsd: 0.25 },
  condition: { label, basis: 'test', settings: { memoryType: label === 'zero-shot' ? 'none' : 'insight' } },
});

/** Both sides twice on 40 tasks; a third condition on one of them. */
const records = [
  ...Array.from({ length: 40 }, (_, t) =>
    [1, 2].flatMap((a) => [
      trial('zero-shot', t, a, (t * 7 + a * 3) % 10 < 5),
      trial('insight', t, a, (t * 7 + a * 3) % 10 < 5 || (t + a) % 6 === 0),
    ]),
  ).flat(),
  trial('few', 0, 1, true),
];

describe.each(testDatabases)('planning on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const rows = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(store.db, { studyId, importId: rows[0]!.id }, records);
  });
  afterAll(async () => {
    await closeCompute();
    await store?.close();
  });

  it('takes the assumptions from the study, and the condition that shares most', async () => {
    const {
      condition: compared,
      baseline,
      budget,
      plan,
      sources,
      costKnown,
    } = await getPlanning(store.db, {
      studyId,
    });
    expect([compared?.label, baseline?.label, costKnown]).toEqual(['insight', 'zero-shot', true]);
    expect(budget!.rows).toHaveLength(1);
    expect(plan.assumptions).toMatchObject({ tasks: 40, attempts: 2, costPerTrial: 0.25, gain: 0.05 });
    expect(plan.assumptions.baselineRate).toBeCloseTo(0.5, 12);
    expect(sources).toMatchObject({ tasks: 'study', discordance: 'study', gain: 'usual', alpha: 'usual' });
  });

  it('prefers what is given, also for the smallest effects', async () => {
    const { plan, budget, sources } = await getPlanning(store.db, {
      studyId,
      assumed: { tasks: 500, power: 0.9 },
    });
    expect(plan.assumptions).toMatchObject({ tasks: 500, power: 0.9, attempts: 2 });
    expect(budget!.goal.power).toBe(0.9);
    expect(sources).toMatchObject({ tasks: 'given', power: 'given' });
  });

  it('plans without data on usual figures, and refuses conditions that are not there', async () => {
    const empty = (await createStudy(store.db, { name: 'Empty' })).id;
    const { budget, plan, sources, costKnown } = await getPlanning(store.db, { studyId: empty });
    expect([budget, costKnown, new Set(Object.values(sources))]).toEqual([null, false, new Set(['usual'])]);
    expect(plan.tasksNeeded.value).toBeGreaterThan(100);
    const [few] = await store.db.select().from(condition).where(eq(condition.label, 'few'));
    const scant = await getPlanning(store.db, { studyId, condition: few!.id });
    expect(scant.budget!.rows[0]).toMatchObject({ tasks: 1 });
    expect(scant.plan.tasksNeeded.value).toBeGreaterThan(0);
    for (const asked of [
      { baseline: few!.id, condition: 'few' },
      { baseline: 'nobody' },
      { condition: crypto.randomUUID() },
    ])
      await expect(getPlanning(store.db, { studyId, ...asked })).rejects.toMatchObject({ code: 'not-found' });
    await expect(getPlanning(store.db, { studyId: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(getPlanning(store.db, { studyId, assumed: { tasks: 1.5 } })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});
