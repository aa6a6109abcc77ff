import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRun } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import type { MissingReward } from '@/lib/core/gains/missing';
import type { MemoryRecord } from '@/lib/importers/importer';
import { linkRetrievedMemories } from '@/lib/mutations/link-records';
import type { WritableRecord } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getGains } from './get-gains';
import { listUplifts } from './list-uplifts';
import { getMemoryUplifts } from './memory-uplifts';

/** Half of each benchmark's memories point at it, half do not. */
const memories = Array.from({ length: 40 }, (_, m): MemoryRecord => {
  const [home, pointed] = [m % 2, m % 4 < 2];
  const noise = [0.1 * Math.sin(m), 0.1 * Math.cos(3 * m)];
  const vector = pointed ? [home, 1 - home, ...noise] : [0.5, 0.5, Math.sin(5 * m), Math.cos(7 * m)];
  return {
    ...{ kind: 'memory', pool: 'pool', externalId: `m${m}`, type: pointed ? 'workflow' : 'insight' },
    ...{ title: `Rule ${m}`, description: '', content: `Content ${m}`, keyText: `Rule ${m}` },
    ...{ sourceBenchmark: home ? 'alpha' : 'beta', sourceTask: `s${m % 10}`, sourceTaskText: null },
    success: true,
    embeddings: [{ model: 'test-model', vector: Float32Array.from(vector) }],
  } as MemoryRecord;
});

const trial = (task: number, attempt: number, held: number | null, passed: boolean): WritableRecord => ({
  ...{ kind: 'trial', source: 'test', externalId: `${held} ${task} ${attempt}`, benchmark: 'alpha' },
  ...{ task: `t${task}`, attempt, reward: passed ? 1 : 0, exception: null, finished: true, path: null },
  trajectory: null,
  condition: {
    label: held === null ? 'zero-shot' : 'memories',
    basis: 'test',
    settings: { memoryType: held === null ? 'none' : 'insight', model: held === null ? 'a' : 'b' },
  },
  retrieval:
    held === null
      ? null
      : {
          ...{ query: null, method: null },
          hits: [{ rank: 1, score: null, memoryExternalId: `m${held}`, text: `Content ${held}` }],
        },
});

describe.each(testDatabases)('uplifts of memories on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const rows = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(store.db, { studyId, importId: rows[0]!.id }, [
      ...memories,
      ...Array.from({ length: 30 }, (_, t) => [trial(t, 1, null, true), trial(t, 2, null, false)]).flat(),
      // Each of 39 memories on three tasks; those that do not point at a benchmark pass more often.
      ...Array.from({ length: 39 }, (_, m) =>
        [0, 1, 2].map((i) =>
          trial((m * 3 + i * 7) % 30, i, m, m % 4 < 2 ? (m + i) % 4 === 0 : (m + i) % 4 !== 0),
        ),
      ).flat(),
    ]);
    await linkRetrievedMemories(store.db, studyId);
  });
  afterAll(async () => {
    await closeCompute();
    await store?.close();
  });

  it('gives every used memory the uplift that labels and pages give it, with its index and an interval', async () => {
    const { rows, test, model, withoutIndex, otherAgents, baseline, benchmarks } = await getMemoryUplifts(
      store.db,
      { studyId },
    );
    const plain = await listUplifts(store.db, studyId);
    expect(rows).toHaveLength(39);
    expect([model, withoutIndex, otherAgents, baseline?.label]).toEqual([
      'test-model',
      0,
      ['memories'],
      'zero-shot',
    ]);
    expect(benchmarks).toEqual(['alpha']);
    for (const row of rows) {
      expect(row.uplift).toBeCloseTo(plain.get(row.memory)!.uplift, 12);
      expect(row.trials).toBe(plain.get(row.memory)!.trialCount);
      expect(row.ciLow!).toBeLessThan(row.uplift);
    }
    const meanOf = (type: string) => {
      const own = rows.filter((row) => row.type === type);
      return own.reduce((sum, row) => sum + row.abstraction!, 0) / own.length;
    };
    expect(meanOf('insight')).toBeGreaterThan(meanOf('workflow') + 0.3);
    expect(test.verdict).toBe('supported');
    expect(test.band).toHaveLength(41);
  });

  it('compares trials of another model with the zero-shot of that model', async () => {
    const other = (await createStudy(store.db, { name: 'Two models' })).id;
    const rows = await store.db
      .insert(importRun)
      .values({ studyId: other, label: 'x', sources: [] })
      .returning();
    const under = (label: string, model: string, record: WritableRecord): WritableRecord =>
      ({
        ...record,
        ...{ externalId: `${label} ${(record as { externalId: string }).externalId}` },
        condition: {
          label,
          basis: 'test',
          settings: { memoryType: label.includes('zero') ? 'none' : 'insight', model },
        },
      }) as WritableRecord;
    await writeRecords(store.db, { studyId: other, importId: rows[0]!.id }, [
      ...memories,
      ...Array.from({ length: 10 }, (_, t) => [
        under('zero-shot', 'a', trial(t, 1, null, false)),
        under('zero-shot of b', 'b', trial(t, 1, null, t < 6)),
        under('memories of b', 'b', trial(t, 1, 3, t < 8)),
      ]).flat(),
    ]);
    await linkRetrievedMemories(store.db, other);
    const own = await getMemoryUplifts(store.db, { studyId: other });
    expect(own).toMatchObject({ baselineName: 'each model’s own baseline', otherAgents: [] });
    expect(own.rows.map(({ uplift }) => uplift)).toEqual([expect.closeTo(0.2, 12)]);
    const one = await getMemoryUplifts(store.db, { studyId: other, baseline: own.baseline!.id });
    expect(one.rows.map(({ uplift }) => uplift)).toEqual([expect.closeTo(0.8, 12)]);
    expect(one.otherAgents).toEqual(['zero-shot of b', 'memories of b']);
  });

  it('counts trials without a reward by the chosen rule, as the gains do, and tells how many', async () => {
    const own = (await createStudy(store.db, { name: 'Without rewards' })).id;
    const rows = await store.db
      .insert(importRun)
      .values({ studyId: own, label: 'x', sources: [] })
      .returning();
    const broken = (task: number, held: number | null, exception: string | null) =>
      ({
        ...trial(task, 9, held, false),
        ...{ reward: null, exception: exception === null ? null : { type: exception, message: '' } },
      }) as WritableRecord;
    await writeRecords(store.db, { studyId: own, importId: rows[0]!.id }, [
      ...memories,
      ...Array.from({ length: 4 }, (_, t) => [trial(t, 1, null, false), trial(t, 1, 3, true)]).flat(),
      ...[broken(0, 3, 'AgentTimeoutError'), broken(1, 3, 'EnvironmentBuildError'), broken(2, 3, null)],
      ...[
        broken(3, null, 'AgentTimeoutError'),
        { ...trial(3, 8, 3, true), reward: Number.NaN } as WritableRecord,
      ],
    ]);
    await linkRetrievedMemories(store.db, own);
    const under = async (missing: MissingReward) => {
      const answer = await getMemoryUplifts(store.db, { studyId: own, missing });
      const { uplift, trials } = answer.rows[0]!;
      return { uplift: Number(uplift.toFixed(6)), trials, touched: answer.missing[missing] };
    };
    expect(await under('leave-out')).toEqual({ uplift: 1, trials: 4, touched: { failed: 0, leftOut: 5 } });
    expect(await under('errors-fail')).toEqual({
      uplift: 0.8,
      trials: 5,
      touched: { failed: 2, leftOut: 3 },
    });
    expect(await under('failure')).toEqual({ uplift: 0.5, trials: 8, touched: { failed: 5, leftOut: 0 } });
    // Labels and maps go by the rule that holds when nobody chose one.
    expect([...(await listUplifts(store.db, own)).values()]).toEqual([
      { uplift: expect.closeTo(0.8, 12), trialCount: 5 },
    ]);
    const report = await getGains(store.db, { studyId: own, k: 1, missing: 'failure' });
    expect(report.missing).toEqual((await getMemoryUplifts(store.db, { studyId: own })).missing);
  });

  it('answers a study without trials, and refuses a baseline that is not there', async () => {
    const empty = (await createStudy(store.db, { name: 'Empty' })).id;
    const none = await getMemoryUplifts(store.db, { studyId: empty });
    expect(none).toMatchObject({ rows: [], baseline: null, model: null, test: { verdict: 'not-estimable' } });
    const baseline = crypto.randomUUID();
    await expect(getMemoryUplifts(store.db, { studyId, baseline })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
