import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRun, job, layoutSnapshot, projection } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import type { SpaceReport } from '@/lib/core/projection/describe-space';
import type { LayoutStability } from '@/lib/core/projection/layout-stability';
import type { MapStructure } from '@/lib/core/projection/map-structure';
import { columnOf } from '@/lib/core/projection/point-columns';
import { displacement } from '@/lib/core/projection/procrustes';
import type { Layout } from '@/lib/core/projection/umap';
import { seededRandom } from '@/lib/core/random';
import type { MemoryRecord } from '@/lib/importers/importer';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getSnapshot } from '@/lib/queries/layout-snapshot';
import { fromBytes, toBytes } from '@/lib/queries/load-pool';
import { projectMemories } from './project-memories';

const model = 'test-model';
const random = seededRandom(4);
const subjects = ['parser', 'database', 'network'];

/** Three subjects, in whose direction vectors point, and the last two memories are copies. */
function memory(n: number): MemoryRecord {
  const subject = n % 3;
  const vector = Float32Array.from({ length: 8 }, (_, j) => (j === subject ? 2 : 0) + random());
  return {
    kind: 'memory',
    pool: 'pool',
    externalId: `m${n}`,
    type: n % 2 === 0 ? 'insight' : 'workflow',
    title: `${subjects[subject]} rule ${n}`,
    description: '',
    content: '',
    keyText: `${subjects[subject]} rule ${n}`,
    sourceBenchmark: `bench-${n % 4}`,
    sourceTask: 'task',
    success: n % 5 === 0 ? null : n % 5 < 3,
    sourceModel: n < 60 ? 'writer-a' : 'writer-b',
    embeddings: [{ model, vector }],
  } as MemoryRecord;
}

describe.each(testDatabases)('projecting memories on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(
      store.db,
      { studyId, importId: run!.id },
      Array.from({ length: 120 }, (_, n) => memory(n)),
    );
  });
  afterAll(async () => {
    await store?.close();
    await closeCompute();
  });

  const project = async (input: Record<string, unknown> = {}) => {
    const parsed = projectMemories.input.parse({ studyId, model, ...input });
    const [row] = await store.db
      .insert(job)
      .values({ kind: 'project-memories', studyId, input: parsed })
      .returning();
    const seen: number[] = [];
    let looking = true;
    const look = async () => {
      while (looking) {
        const snapshot = await getSnapshot(store.db, row!.id);
        if (snapshot) seen.push(snapshot.epoch);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const looks = look();
    const running = projectMemories.run({
      db: store.db,
      input: parsed,
      jobId: row!.id,
      studyId,
      report: () => {},
      signal: new AbortController().signal,
    });
    const result = await running.finally(async () => {
      looking = false;
      await looks;
    });
    const rows = await store.db
      .select()
      .from(projection)
      .where(eq(projection.id, String(result.projectionId)));
    return { result, map: rows[0]!, seen };
  };

  it('stores the map with its quality, stability, clusters and measures, and shows it on the way', async () => {
    const { map, seen, result } = await project();
    const metrics = map.metrics as unknown as {
      layout: Omit<Layout, 'points'>;
      stability: LayoutStability;
      structure: MapStructure;
      space: SpaceReport;
    };
    expect(metrics.layout).toMatchObject({ method: 'umap', judged: 120, judgedNeighbors: 15 });
    expect(metrics.layout.trustworthiness.value!).toBeGreaterThan(0.7);
    expect(metrics.layout.pointQuality).toBeUndefined();
    expect(metrics.stability).toMatchObject({ seeds: [7, 8, 9], neighbors: 15 });
    expect(metrics.stability.overlap.value!).toBeGreaterThan(0.3);
    expect(metrics.structure.clusters.length).toBeGreaterThanOrEqual(3);
    const terms = metrics.structure.clusters.slice(0, 3).map((c) => c.terms[0]!);
    expect(terms.every((term) => subjects.includes(term))).toBe(true);
    expect(metrics.space.otherLabels!.map(({ by }) => by)).toEqual(['type', 'outcome', 'model']);
    const values = fromBytes(map.pointValues!);
    expect(columnOf(values, 'recall').every((x) => x >= 0 && x <= 1)).toBe(true);
    expect([...columnOf(values, 'cluster')].some((c) => c === 0)).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect(await store.db.select().from(layoutSnapshot)).toEqual([]);
    expect((await project()).result).toEqual({ ...result, reused: true });
  });

  /** Where a map lies that continues another one or its mirror image: nearer to that than to the other of the two. */
  async function expectContinued(map: typeof projection.$inferSelect, columns: 2 | 3): Promise<void> {
    const places = fromBytes(map.points);
    const mirrored = places.map((x) => -x);
    const { id: _, ...facts } = map;
    const [mirror] = await store.db
      .insert(projection)
      .values({ ...facts, inputHash: `mirror of ${map.id}`, points: toBytes(mirrored) })
      .returning();
    const from = async (startFrom: string) => {
      const { map: continued } = await project({ dimensions: columns, minDist: 0.4, startFrom });
      expect(continued.memoryIds).toEqual(map.memoryIds);
      const picture = { rows: 120, columns, values: fromBytes(continued.points) };
      return { toMirror: displacement(picture, mirrored), toPlaces: displacement(picture, places) };
    };
    // Whatever a map begun anew would be like, it could not lie near both.
    const [reversed, straight] = [await from(mirror!.id), await from(map.id)];
    expect(reversed.toMirror).toBeLessThan(reversed.toPlaces / 2);
    expect(straight.toPlaces).toBeLessThan(straight.toMirror / 2);
  }

  it('starts from another map when asked to', async () => {
    const { map } = await project();
    await expectContinued(map, 2);
    await expect(project({ startFrom: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lays out in three dimensions, judged there, and continues only from a map of as many', async () => {
    const { map } = await project({ dimensions: 3 });
    const { map: flat } = await project();
    expect(map.parameters).toMatchObject({ components: 3 });
    const values = fromBytes(map.points);
    expect(values).toHaveLength(120 * 3);
    const depths = values.filter((_, at) => at % 3 === 2);
    expect(Math.max(...depths) - Math.min(...depths)).toBeGreaterThan(1);
    const [solid, plane] = [map, flat].map(
      ({ metrics }) => metrics as unknown as { layout: Omit<Layout, 'points'>; space: SpaceReport },
    );
    expect(solid!.layout).toMatchObject({ method: 'umap', components: 3, judged: 120 });
    // What the third dimension adds to a map of eight, it shows in the neighbours kept.
    expect(solid!.layout.recall.value!).toBeGreaterThan(plane!.layout.recall.value!);
    const measured = ({ space }: { space: SpaceReport }) => space.groups[0]!;
    expect(measured(solid!).embedding).toEqual(measured(plane!).embedding);
    expect(measured(solid!).projection!.daviesBouldin.estimate.value).not.toBeNull();
    expect(measured(solid!).projection!.lisiMedian.estimate).not.toEqual(
      measured(plane!).projection!.lisiMedian.estimate,
    );

    await expectContinued(map, 3);
    await expect(project({ dimensions: 3, startFrom: flat.id })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/has 2 dimensions, and one of 3/),
    });
  });

  it('lays out with umap-js over the same neighbours, as well as with our own engine', async () => {
    const { map } = await project({ engine: 'umap-js' });
    const { map: own } = await project();
    expect(map.parameters).toMatchObject({ engine: 'umap-js', components: 2 });
    expect(own.parameters).not.toHaveProperty('engine');
    const [theirs, ours] = [map, own].map(
      ({ metrics }) => (metrics as unknown as { layout: Omit<Layout, 'points'> }).layout,
    );
    expect(theirs).toMatchObject({ method: 'umap', epochs: 500, note: 'Laid out by umap-js.' });
    const [trusted, reference] = [ours!, theirs!].map((layout) => layout.trustworthiness.value!);
    expect(reference).toBeGreaterThan(0.7);
    expect(Math.abs(trusted! - reference!)).toBeLessThan(0.05);
    expect(fromBytes(map.points)).not.toEqual(fromBytes(own.points));
    await expect(project({ engine: 'umap-js', startFrom: own.id })).rejects.toMatchObject({
      code: 'invalid-input',
      where: 'startFrom',
    });
  });
});
