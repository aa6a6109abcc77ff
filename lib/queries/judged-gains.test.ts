import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRun } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import type { WritableRecord } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getJudgedGains } from './judged-gains';

const trial = (label: string, t: number, reward: number | null): WritableRecord => ({
  ...{ kind: 'trial', source: 'test', externalId: `${label} ${t}`, benchmark: 'alpha', task: `t${t}` },
  ...{ attempt: 1, reward, exception: null, finished: true, path: null, trajectory: null },
  condition: { label, basis: 'test', settings: { memoryType: label === 'zero-shot' ? 'none' : 'insight' } },
});
const verdict = (label: string, t: number, said: boolean, again = ''): WritableRecord => ({
  ...{ kind: 'judgement', judge: 'llm-judge', externalId: `${label} ${t}${again}`, benchmark: 'alpha' },
  ...{ task: `t${t}`, trial: { source: 'test', externalId: `${label} ${t}` }, verdict: said },
  ...{ truth: null, response: null },
});

describe.each(testDatabases)('gains if one believes the judge, on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const rows = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(store.db, { studyId, importId: rows[0]!.id }, [
      ...Array.from({ length: 10 }, (_, t) => [
        trial('zero-shot', t, t < 5 ? 1 : 0),
        trial('insight', t, t < 5 ? 1 : 0),
      ]).flat(),
      ...[trial('insight', 10, null), trial('unjudged', 0, 1)],
      // The judge passes everything that memories were used for; one trial it judges three times.
      ...Array.from({ length: 10 }, (_, t) => [
        verdict('zero-shot', t, t < 5),
        verdict('insight', t, true),
      ]).flat(),
      ...[
        verdict('insight', 0, false, ' a'),
        verdict('insight', 0, true, ' b'),
        verdict('insight', 10, true),
      ],
    ]);
  });
  afterAll(async () => {
    await closeCompute();
    await store?.close();
  });

  it('compares both on the trials that both spoke of', async () => {
    const answer = await getJudgedGains(store.db, { studyId, judge: 'llm-judge' });
    expect(answer).toMatchObject({ trialCount: 20, judgedAgain: 1, withoutReward: 1 });
    expect(answer!.verifier.conditions.map(({ label }) => label).sort()).toEqual(['insight', 'zero-shot']);
    const gainBy = (who: 'verifier' | 'judge') =>
      answer![who].conditions.find(({ isBaseline }) => !isBaseline)!.totals.macro.gain!.estimate.value;
    expect([gainBy('verifier'), gainBy('judge')]).toEqual([0, 0.5]);
    expect(answer!.shifts[0]!.totals.macro).toMatchObject({ estimate: { value: 0.5 }, tasks: 10 });
  });

  it('takes the baseline by name, and each model’s own where nobody chose one', async () => {
    const by = async (baseline: string) =>
      (await getJudgedGains(store.db, { studyId, judge: 'llm-judge', baseline }))!.shifts;
    expect(await by('insight')).toMatchObject([
      { label: 'zero-shot', totals: { macro: { estimate: { value: -0.5 } } } },
    ]);
    expect(await by('own-model')).toMatchObject([{ label: 'insight' }]);

    const two = (await createStudy(store.db, { name: 'Two models' })).id;
    const rows = await store.db
      .insert(importRun)
      .values({ studyId: two, label: 'x', sources: [] })
      .returning();
    const of = (model: string, label: string, t: number, passed: boolean): WritableRecord => ({
      ...(trial(label, t, passed ? 1 : 0) as Extract<WritableRecord, { kind: 'trial' }>),
      condition: {
        ...{ label, basis: 'test' },
        settings: { memoryType: label.startsWith('zero') ? 'none' : 'insight', model },
      },
    });
    await writeRecords(store.db, { studyId: two, importId: rows[0]!.id }, [
      ...Array.from({ length: 6 }, (_, t) => [
        of('a', 'zero-shot', t, false),
        of('b', 'zero-shot of b', t, true),
        of('b', 'insight of b', t, true),
        // The judge believes none of what was done with memories.
        ...[
          verdict('zero-shot', t, false),
          verdict('zero-shot of b', t, true),
          verdict('insight of b', t, false),
        ],
      ]).flat(),
    ]);
    const shiftOf = async (baseline?: string) => {
      const { shifts } = (await getJudgedGains(store.db, { studyId: two, judge: 'llm-judge', baseline }))!;
      return shifts.map(({ label, totals }) => [label, totals.macro.estimate.value]);
    };
    expect(await shiftOf()).toEqual([['insight of b', -1]]);
    const one = await getJudgedGains(store.db, { studyId: two, judge: 'llm-judge' });
    expect(
      one!.verifier.conditions.find(({ label }) => label === 'insight of b')!.totals.macro.gain,
    ).toMatchObject({
      estimate: { value: 0 },
    });
    expect((await shiftOf('zero-shot')).map(([label]) => label).sort()).toEqual([
      'insight of b',
      'zero-shot of b',
    ]);
  });

  it('has nothing of a judge that judged nothing, and refuses what is not there', async () => {
    expect(await getJudgedGains(store.db, { studyId, judge: 'another' })).toBeNull();
    const baseline = crypto.randomUUID();
    await expect(getJudgedGains(store.db, { studyId, judge: 'llm-judge', baseline })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
