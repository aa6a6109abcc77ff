import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRun } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import type { JudgementRecord } from '@/lib/importers/importer';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { listJudgeAgreement } from './judge-agreement';

const verdict = (n: number, change: Partial<JudgementRecord>): JudgementRecord => ({
  kind: 'judgement',
  judge: 'llm-judge',
  externalId: `v${n}`,
  benchmark: 'alpha',
  task: null,
  trial: null,
  verdict: true,
  truth: true,
  response: null,
  ...change,
});

describe.each(testDatabases)('judges against verifiers on $name', ({ open }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store?.close());

  it('counts by benchmark and over all, and believes the trial before the judge’s file', async () => {
    const { id: studyId } = await createStudy(store.db, { name: 'Study' });
    const rows = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(store.db, { studyId, importId: rows[0]!.id }, [
      {
        kind: 'trial',
        source: 'test',
        externalId: 't1',
        benchmark: 'alpha',
        task: 'a',
        attempt: 1,
        condition: { label: 'c', basis: 'b', settings: {} },
        reward: 0,
        exception: null,
        finished: true,
        path: null,
        trajectory: null,
      },
      verdict(1, { trial: { source: 'test', externalId: 't1' }, task: 'a', truth: true }),
      verdict(2, {}),
      verdict(3, { verdict: false, truth: false }),
      verdict(4, { truth: null }),
      verdict(5, { benchmark: 'beta', verdict: false, truth: true }),
    ]);
    const [alpha, beta, all] = await listJudgeAgreement(store.db, studyId);
    expect(alpha).toMatchObject({
      benchmark: 'alpha',
      truePositive: 1,
      falsePositive: 1,
      falseNegative: 0,
      trueNegative: 1,
      compared: 3,
      alone: 1,
    });
    expect(alpha!.accuracy.estimate.value).toBeCloseTo(2 / 3, 12);
    expect(beta).toMatchObject({ benchmark: 'beta', falseNegative: 1, compared: 1 });
    expect(all).toMatchObject({ benchmark: null, compared: 4, alone: 1 });
    expect(all!.kappa.estimate.value).toBeCloseTo(0, 12);
    expect(await listJudgeAgreement(store.db, 'nowhere')).toEqual([]);
  });
});
