import { afterAll, beforeAll, expect, it } from 'vitest';
import { benchmark, condition, task, trial } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { createStudy } from '@/lib/mutations/studies';
import { loadOutcomes } from './gains-outcomes';
import { getGains } from './get-gains';
import { getConditionCosts, getTieGroups } from './get-gains-extras';

let store: TestStore;
let studyId: string;

beforeAll(async () => {
  store = await openTestStore();
  const { db } = store;
  ({ id: studyId } = await createStudy(db, { name: 'Columns' }));
  const [b, unused] = await db
    .insert(benchmark)
    .values([
      { studyId, name: 'swe' },
      { studyId, name: 'unused' },
    ])
    .returning();
  const tasks = await db
    .insert(task)
    .values([
      ...['z', 'a', 'm'].map((externalId) => ({ studyId, benchmarkId: b!.id, externalId })),
      { studyId, benchmarkId: unused!.id, externalId: 'nobody tried' },
    ])
    .returning();
  const conditions = await db
    .insert(condition)
    .values([
      { studyId, label: 'zero-shot', position: 0, settings: { memoryType: 'none' as const } },
      { studyId, label: 'insight', position: 1, settings: {} },
    ])
    .returning();
  const shared = { studyId, source: 's', conditionId: conditions[0]!.id };
  await db.insert(trial).values([
    {
      ...shared,
      taskId: tasks[0]!.id,
      externalId: '1',
      reward: 1,
      attempt: 1,
      inputTokens: 10,
      outputTokens: 5,
    },
    { ...shared, taskId: tasks[1]!.id, externalId: '2', reward: Number.NaN, costUsd: 0.25 },
    { ...shared, taskId: tasks[2]!.id, externalId: '3', exceptionType: 'VerifierTimeoutError' },
    { ...shared, taskId: tasks[2]!.id, externalId: '4', exceptionType: 'AgentTimeoutError' },
    { ...shared, taskId: tasks[0]!.id, externalId: '5', conditionId: conditions[1]!.id, reward: 0.5 },
  ]);
});
afterAll(() => store.close());

it('reads what trials say, whatever they say', async () => {
  const trials = (await loadOutcomes(store.db, studyId)).sort((x, y) =>
    JSON.stringify(x) < JSON.stringify(y) ? -1 : 1,
  );
  expect(trials.map(({ task: name, reward, exceptionType }) => [name, reward, exceptionType])).toEqual(
    expect.arrayContaining([
      ['z', 1, null],
      ['a', Number.NaN, null],
      ['m', null, 'VerifierTimeoutError'],
      ['m', null, 'AgentTimeoutError'],
      ['z', 0.5, null],
    ]),
  );
  expect(trials).toHaveLength(5);
  expect(trials.find(({ reward }) => reward === 1)).toMatchObject({
    attempt: 1,
    tokens: 15,
    costUsd: null,
    benchmark: 'swe',
  });
  expect(trials.find(({ costUsd }) => costUsd !== null)!.costUsd).toBe(0.25);
});

it('answers with them, counting errors of the agent as failures, and names no benchmark that nobody tried', async () => {
  const question = { studyId, k: 1 };
  const report = await getGains(store.db, question);
  expect(report.benchmarks).toEqual(['swe']);
  expect(report.missing['errors-fail']).toEqual({ failed: 1, leftOut: 2 });
  // z passed, m failed; the reward of a is no number.
  expect(report.conditions[0]!.cells[0]!.rate.estimate.value).toBe(0.5);
  const holm = await getGains(store.db, { ...question, adjust: 'holm' });
  expect(holm.settings.adjust).toBe('holm');
  expect((await getTieGroups(store.db, question, 'macro')).groups).toHaveLength(2);
  expect((await getConditionCosts(store.db, question))[0]!.total.perTokens.reason).toMatch(/no known tokens/);
});

it('refuses a baseline that is gone, with what to do', async () => {
  const gone = getGains(store.db, { studyId, k: 1, baseline: '00000000-0000-4000-8000-000000000000' });
  await expect(gone).rejects.toMatchObject({
    code: 'not-found',
    hint: expect.stringMatching(/renamed, merged or deleted/),
  });
});
