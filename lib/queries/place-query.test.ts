import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedding, importRun, job, memory, projection } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { localModel } from '@/lib/embedders/local';
import type { MemoryRecord } from '@/lib/importers/importer';
import { projectMemories } from '@/lib/jobs/handlers/project-memories';
import { embedMissingMemories } from '@/lib/mutations/embed';
import type { WritableRecord } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { fromBytes } from './load-pool';
import { listMapTasks, queryOnMap } from './query-on-map';

const subjects = ['how to sort an array', 'how to bake sourdough bread', 'how to tune a guitar string'];
const verbs = ['first', 'quickly', 'again', 'by hand', 'at home', 'in the evening', 'with care', 'alone'];
const textOf = (n: number) => `${subjects[n % 3]} ${verbs[Math.floor(n / 3)]}`;
const count = subjects.length * verbs.length;

const memoryOf = (n: number) =>
  ({
    ...{ kind: 'memory', pool: 'pool', externalId: `m${n}`, type: 'insight', title: textOf(n) },
    ...{ description: '', content: '', keyText: textOf(n), sourceBenchmark: 'alpha', sourceTask: null },
    ...{ success: null, embeddings: [] },
  }) as unknown as MemoryRecord;

describe.each(testDatabases)('the place of a query on a map on $name', ({ open }) => {
  let store: TestStore;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(store.db, { studyId, importId: run!.id }, [
      ...Array.from({ length: count }, (_, n) => memoryOf(n)),
      { kind: 'task', benchmark: 'alpha', task: 'copy', text: textOf(7) } as WritableRecord,
      {
        kind: 'task',
        benchmark: 'alpha',
        task: 'new',
        text: `${subjects[2]} for a friend`,
      } as WritableRecord,
    ]);
    await embedMissingMemories(store.db, studyId, localModel, {
      report: () => {},
      signal: new AbortController().signal,
    });
  });
  afterAll(async () => {
    await store?.close();
    await closeCompute();
  });

  const project = async (neighbors: number) => {
    const input = projectMemories.input.parse({ studyId, model: localModel, neighbors });
    const [row] = await store.db.insert(job).values({ kind: 'project-memories', studyId, input }).returning();
    const { projectionId } = await projectMemories.run({
      ...{ db: store.db, input, jobId: row!.id, studyId, report: () => {} },
      signal: new AbortController().signal,
    });
    const [map] = await store.db
      .select()
      .from(projection)
      .where(eq(projection.id, String(projectionId)));
    return map!;
  };
  const askOf = async (map: { id: string }, task: string) => {
    const tasks = await listMapTasks(store.db, studyId);
    return queryOnMap(store.db, map.id, tasks.find(({ externalId }) => externalId === task)!.id, null);
  };
  const ofSubject = async (subject: string) =>
    new Set(
      (await store.db.select({ id: memory.id, title: memory.title }).from(memory))
        .filter(({ title }) => title.startsWith(subject))
        .map(({ id }) => id),
    );

  it('is that of a memory of the same vector, and else amid its like', async () => {
    const map = await project(5);
    const points = fromBytes(map.points);
    const { place, nearest } = await askOf(map, 'copy');
    expect(place).toMatchObject({ neighbors: 5, known: count, missing: 0, isCopy: true });
    const row = nearest.rows[0]!;
    expect(nearest.cosines[0]).toBeCloseTo(1, 5);
    expect(place.coordinates).toEqual([...points.subarray(row * 2, row * 2 + 2)]);

    const { place: between } = await askOf(map, 'new');
    expect(between).toMatchObject({ isCopy: false });
    const [x, y] = between.coordinates!;
    const distances = map.memoryIds.map((_, i) => Math.hypot(points[i * 2]! - x!, points[i * 2 + 1]! - y!));
    const closest = distances.indexOf(Math.min(...distances));
    expect((await ofSubject(subjects[2]!)).has(map.memoryIds[closest]!)).toBe(true);
    // The same question has the same answer.
    expect((await askOf(map, 'new')).place).toEqual(between);
  });

  it('is unknown on a map that UMAP did not lay out, and where too few memories have a vector', async () => {
    const flat = await project(100);
    expect((await askOf(flat, 'copy')).place).toMatchObject({
      coordinates: null,
      reason: expect.stringMatching(/not laid out by UMAP/),
    });
    const map = await project(5);
    const lost = map.memoryIds.slice(0, 6);
    for (const id of lost) await store.db.delete(embedding).where(eq(embedding.memoryId, id));
    expect((await askOf(map, 'new')).place).toMatchObject({ known: count - 6, missing: 6 });
    for (const id of map.memoryIds.slice(6, 21))
      await store.db.delete(embedding).where(eq(embedding.memoryId, id));
    const few = await askOf(map, 'new');
    expect(few.place).toMatchObject({ coordinates: null, reason: expect.stringMatching(/only 3 memories/) });
    expect(few.nearest.rows).toHaveLength(3);
  });
});
