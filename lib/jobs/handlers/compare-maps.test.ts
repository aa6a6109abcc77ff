import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRun, job, mapComparison, pool, projection } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { seededRandom } from '@/lib/core/random';
import type { MemoryRecord } from '@/lib/importers/importer';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import {
  findMapComparison,
  getComparedNeighbours,
  getKeptShares,
  getMapComparison,
  listMapPools,
  listMaps,
} from '@/lib/queries/map-comparisons';
import { compareMaps } from './compare-maps';
import { projectMemories } from './project-memories';

const random = seededRandom(4);
const noise = (columns: number) => Array.from({ length: columns }, () => random() - 0.5);

/** Model `b` gives the first sixty the same places as `a`, and throws the others together anew; memory 5 has none of it. */
function memory(n: number): MemoryRecord {
  const place = noise(6);
  const vector = n < 60 ? place.map((x, j) => x + (j === 0 ? 3 : 0)) : place;
  const other = n < 60 ? [...vector, 0, 0] : noise(8);
  return {
    kind: 'memory',
    pool: n % 2 === 0 ? 'even' : 'odd',
    externalId: `m${n}`,
    type: n < 60 ? 'trajectory' : 'insight',
    title: `rule ${n}`,
    description: '',
    content: '',
    keyText: `rule ${n}`,
    sourceBenchmark: `bench-${n % 3}`,
    sourceTask: 'task',
    success: true,
    sourceModel: null,
    embeddings: [
      { model: 'a', vector: Float32Array.from(vector) },
      ...(n === 5 ? [] : [{ model: 'b', vector: Float32Array.from(other) }]),
    ],
  } as MemoryRecord;
}

describe.each(testDatabases)('comparing maps on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  let [left, right] = ['', ''];

  const run = async (kind: typeof compareMaps | typeof projectMemories, input: Record<string, unknown>) => {
    const parsed = kind.input.parse({ studyId, ...input });
    const [row] = await store.db
      .insert(job)
      .values({ kind: kind.name, studyId, input: parsed, state: 'running' })
      .returning();
    const progress: (number | null)[] = [];
    const result = await (kind as typeof compareMaps).run({
      ...{ db: store.db, input: parsed as never, jobId: row!.id, studyId },
      report: (fraction) => progress.push(fraction),
      signal: new AbortController().signal,
    });
    return { result, progress };
  };
  const question = (pools: { leftPool?: string; rightPool?: string } = {}) => ({
    ...{ left, right, leftPool: null, rightPool: null, neighbors: 15, seed: 7, ...pools },
  });

  beforeAll(async () => {
    store = await open();
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const [imported] = await store.db
      .insert(importRun)
      .values({ studyId, label: 'x', sources: [] })
      .returning();
    await writeRecords(
      store.db,
      { studyId, importId: imported!.id },
      Array.from({ length: 120 }, (_, n) => memory(n)),
    );
    const project = async (model: string) =>
      String((await run(projectMemories, { model, metric: 'euclidean' })).result.projectionId);
    [left, right] = [await project('a'), await project('b')];
  });
  afterAll(async () => {
    await store?.close();
    await closeCompute();
  });

  it('stores the shares, their summary and either contrast, with progress from 0 to 1', async () => {
    const { result, progress } = await run(compareMaps, question());
    expect(result.reused).toBe(false);
    expect(progress.at(-1)).toBe(1);
    const numbers = progress.filter((fraction) => fraction !== null);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));

    const found = await getMapComparison(store.db, String(result.comparisonId));
    expect(found.memories).toEqual({ left: 120, right: 119, both: 119 });
    expect(found.comparison.groups.map(({ group, n }) => [group, n])).toEqual([
      ['all', 119],
      ['trajectory', 59],
      ['insight', 60],
    ]);
    const [, trajectory, insight] = found.comparison.groups;
    expect(trajectory!.kept.estimate.value).toBe(1);
    expect(insight!.kept.ciHigh!).toBeLessThan(0.5);
    expect(found.mixing.left.sides.map(({ n }) => n)).toEqual([60, 60]);
    expect(found.mixing.right.sides.map(({ n }) => n)).toEqual([59, 60]);
    expect(found.mixing.left.pValue.value!).toBeGreaterThan(0);

    const shares = await getKeptShares(store.db, found.id);
    expect(shares.memoryIds).toHaveLength(119);
    const mean = shares.kept.reduce<number>((sum, share) => sum + share!, 0) / 119;
    expect(mean).toBeCloseTo(found.comparison.groups[0]!.kept.estimate.value!, 6);
  });

  it('names the neighbours of a memory on either map as its share says', async () => {
    const { comparison } = await findMapComparison(store.db, studyId, question());
    const { memoryIds, kept } = await getKeptShares(store.db, comparison!.id);
    for (const place of [0, 59, 118]) {
      const found = await getComparedNeighbours(store.db, comparison!.id, memoryIds[place]!);
      expect(found.kept.length / 15).toBeCloseTo(kept[place]!, 6);
      expect(new Set([...found.kept, ...found.onlyLeft])).toEqual(new Set(found.left));
      expect(new Set([...found.kept, ...found.onlyRight])).toEqual(new Set(found.right));
      expect([found.left.length, found.right.length]).toEqual([15, 15]);
      expect([...found.left, ...found.right]).not.toContain(memoryIds[place]);
    }
    const absent = getComparedNeighbours(store.db, comparison!.id, crypto.randomUUID());
    await expect(absent).rejects.toMatchObject({ code: 'not-found' });
  });

  it('answers the same question from what is stored, and another one anew', async () => {
    expect((await run(compareMaps, question())).result.reused).toBe(true);
    expect((await run(compareMaps, { ...question(), neighbors: 5 })).result.reused).toBe(false);
    const { job: waiting } = await findMapComparison(store.db, studyId, { ...question(), neighbors: 5 });
    expect(waiting).toMatchObject({ kind: 'compare-maps', state: 'running' });
  });

  it('finds no memory in two pools, yet how types mix in either', async () => {
    const [even, odd] = await listMapPools(store.db, studyId);
    expect([even, odd]).toMatchObject([
      { name: 'even', memoryCount: 60 },
      { name: 'odd', memoryCount: 60 },
    ]);
    const pools = { leftPool: even!.id, rightPool: odd!.id };
    const { result } = await run(compareMaps, { ...question(pools), right: left });
    const found = await getMapComparison(store.db, String(result.comparisonId));
    expect(found.memories).toEqual({ left: 60, right: 60, both: 0 });
    expect(found.comparison.groups[0]!.kept.estimate.reason).toMatch(/needs at least 3 memories/);
    expect(found.mixing.left.difference.value).not.toBeNull();
    expect(found.mixing.right.sides.map(({ n }) => n)).toEqual([30, 30]);
  });

  it('refuses a map of another study', async () => {
    const other = await createStudy(store.db, { name: 'Other' });
    await expect(run(compareMaps, { ...question(), studyId: other.id })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('goes with either of its maps and leaves pools alone', async () => {
    expect((await listMaps(store.db, studyId)).map(({ model }) => model)).toEqual(['b', 'a']);
    await store.db.delete(projection).where(eq(projection.id, right));
    expect((await findMapComparison(store.db, studyId, question())).comparison).toBeNull();
    // The comparison of two pools on the left map does not need the right one.
    expect(await store.db.select({ id: mapComparison.id }).from(mapComparison)).toHaveLength(1);
    expect(await store.db.$count(pool, eq(pool.studyId, studyId))).toBe(2);
  });
});
