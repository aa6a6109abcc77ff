import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ablation, ablationArm, ablationResult, importRun, memory, projection } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import type { MemoryRecord } from '@/lib/importers/importer';
import { linkRetrievedMemories } from '@/lib/mutations/link-records';
import type { WritableRecord } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { findMapMatches, getMapPoints } from './map-points';
import { getMemoryText } from './memory-text';
import { listMapTasks, queryOnMap } from './query-on-map';
import { getSpace } from './space';

const memories = [0, 1, 2].map(
  (m): MemoryRecord =>
    ({
      ...{ kind: 'memory', pool: 'pool', externalId: `m${m}`, type: 'insight', title: `Rule ${m}` },
      ...{
        description: m === 1 ? 'about 50 % of it' : '',
        content: `Look at FILE_${m} first. ${'x'.repeat(700)}`,
      },
      ...{ keyText: `Rule ${m}`, sourceBenchmark: 'alpha', sourceTask: null, sourceTaskText: null },
      ...{ success: m === 0, embeddings: [] },
    }) as unknown as MemoryRecord,
);

const trial = (attempt: number, held: number | null, passed: boolean): WritableRecord => ({
  ...{ kind: 'trial', source: 'test', externalId: `${held} ${attempt}`, benchmark: 'alpha', task: 't' },
  ...{ attempt, reward: passed ? 1 : 0, exception: null, finished: true, path: null, trajectory: null },
  condition: {
    label: held === null ? 'zero-shot' : 'memories',
    basis: 'test',
    settings: { memoryType: held === null ? 'none' : 'insight' },
  },
  retrieval:
    held === null
      ? null
      : {
          ...{ query: null, method: null },
          hits: [1, 2].map((rank) => ({
            ...{ rank, score: null, memoryExternalId: `m${held}`, text: `Look at FILE_${held} first.` },
          })),
        },
});

describe.each(testDatabases)('a map’s points on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  let ids: string[];
  const maps: string[] = [];
  beforeAll(async () => {
    store = await open();
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const run = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(store.db, { studyId, importId: run[0]!.id }, [
      ...memories,
      {
        kind: 'task',
        benchmark: 'alpha',
        task: 't',
        text: 'Which file is FILE_1 of the rule?',
      } as WritableRecord,
      ...[trial(1, null, false), trial(2, null, true), trial(1, 1, true), trial(2, 1, true)],
    ]);
    await linkRetrievedMemories(store.db, studyId);
    const found = await store.db.select({ id: memory.id, name: memory.externalId }).from(memory);
    ids = ['m0', 'm1', 'm2'].map((name) => found.find((m) => m.name === name)!.id);
    const gone = randomUUID();
    for (const model of ['a', 'b', 'a']) {
      const made = await store.db
        .insert(projection)
        .values({
          ...{ studyId, model, parameters: {}, inputHash: `${maps.length}` },
          memoryIds: [ids[2]!, gone, ids[1]!, ids[0]!],
          points: Buffer.from(Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7]).buffer),
          metrics: { space: { abstraction: [0.5, 0.1, null, 0.25] }, layout: {} },
          createdAt: new Date(2026, 0, 1, maps.length),
        })
        .returning({ id: projection.id });
      maps.push(made[0]!.id);
    }
  });
  afterAll(() => store.close());

  it('know what is known of their memories, in the order of the map', async () => {
    const { memories: found } = (await getMapPoints(store.db, maps[0]!))!;
    expect(found.map((m) => m && [m.title, m.uses, m.uplift, m.abstraction, m.success])).toEqual([
      ['Rule 2', 0, null, 0.5, false],
      null,
      // A trial that held it twice held it once; both passed where half of the baseline's did.
      ['Rule 1', 2, 0.5, null, false],
      ['Rule 0', 0, null, 0.25, true],
    ]);
    expect(await getMapPoints(store.db, randomUUID())).toBeNull();
  });

  it('are found by what their memories say, wildcards taken literally', async () => {
    const find = (text: string) => findMapMatches(store.db, maps[0]!, text);
    expect(await find('rule')).toEqual([0, 2, 3]);
    expect(await find('file_1')).toEqual([2]);
    expect(await find('50 %')).toEqual([2]);
    expect(await find('file%first')).toEqual([]);
    await expect(findMapMatches(store.db, randomUUID(), 'x')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('have a text to be read beside them, no longer than a card', async () => {
    const text = (await getMemoryText(store.db, ids[0]!))!;
    expect(text.beginning).toHaveLength(600);
    expect(text.contentLength).toBe(722);
    expect(await getMemoryText(store.db, randomUUID())).toBeNull();
  });

  it('take a task’s query, whose settings find them, and say why it has no place without vectors', async () => {
    const [task] = await listMapTasks(store.db, studyId);
    const query = await queryOnMap(store.db, maps[0]!, task!.id, null);
    expect(query).toMatchObject({ task: { externalId: 't', benchmark: 'alpha' }, nearest: { rows: [] } });
    expect(query.reason).toMatch(/vector/);
    const [cosine, , bm25] = query.retrievals;
    expect(cosine!.reason).toMatch(/vector/);
    // All memories are of the task's own benchmark, which cross-domain leaves out.
    expect(bm25).toMatchObject({ rows: [], reason: null });
    await expect(queryOnMap(store.db, maps[0]!, randomUUID(), null)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('take what the arms of an ablation found, counting what is not on the map', async () => {
    const [task] = await listMapTasks(store.db, studyId);
    const made = await store.db
      .insert(ablation)
      .values({ studyId, name: 'Grid', spec: { model: null } })
      .returning({ id: ablation.id });
    const ablationId = made[0]!.id;
    for (const arm of [1, 2]) {
      await store.db
        .insert(ablationArm)
        .values({ ablationId, arm, settings: { method: arm === 1 ? 'bm25' : 'random' }, state: 'done' });
      await store.db.insert(ablationResult).values({
        ...{ ablationId, arm, taskId: task!.id, queryText: 'x', durationMs: 1 },
        hits: [ids[arm]!, randomUUID()].map((memoryId) => ({ memoryId, score: 1, leakage: false })),
        reason: null,
      });
    }
    const { retrievals } = await queryOnMap(store.db, maps[0]!, task!.id, ablationId);
    expect(retrievals.map(({ rows, offMap }) => [rows, offMap])).toEqual([
      ...[
        [[2], 1],
        [[0], 1],
      ],
    ]);
    expect(new Set(retrievals.map(({ label }) => label)).size).toBe(2);
    await expect(queryOnMap(store.db, maps[0]!, task!.id, randomUUID())).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('are of the map that is asked for, unless another model is', async () => {
    const shown = async (given: { model?: string; projectionId?: string }) => {
      const { projection: map, newestMap } = await getSpace(store.db, studyId, given);
      return [maps.indexOf(map!.id), maps.indexOf(newestMap!)];
    };
    expect(await shown({})).toEqual([2, 2]);
    expect(await shown({ projectionId: maps[0]! })).toEqual([0, 2]);
    expect(await shown({ projectionId: maps[1]! })).toEqual([1, 1]);
    expect(await shown({ projectionId: maps[0]!, model: 'b' })).toEqual([1, 1]);
    expect(await shown({ projectionId: randomUUID() })).toEqual([2, 2]);
  });
});
