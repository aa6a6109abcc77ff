import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedding, importRun, job } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { defaultModel } from '@/lib/embedders';
import type { MemoryRecord } from '@/lib/importers/importer';
import { cancelJob, retryJob, startJob } from '@/lib/mutations/jobs';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getJob, type JobRow } from '@/lib/queries/jobs';
import { jobEvents } from './events';
import { closeQueue } from './queue';
import { JobRunner } from './runner';

const memoryCount = 200;

const memories = (): MemoryRecord[] =>
  Array.from({ length: memoryCount }, (_, i) => ({
    kind: 'memory',
    pool: 'pool',
    externalId: `m${i}`,
    type: 'insight',
    title: `Insight ${i}`,
    description: '',
    content: `Check the boundary case number ${i} before changing the loop`,
    keyText: `Check the boundary case number ${i} before changing the loop`,
    sourceBenchmark: null,
    sourceTask: null,
    sourceTaskText: null,
    success: null,
    embeddings: [],
  }));

describe.each(testDatabases)('jobs on $name', ({ open }) => {
  let store: TestStore;
  let runner: JobRunner;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
    await writeRecords(store.db, { studyId, importId: run!.id }, memories());
    runner = new JobRunner(store);
    await runner.start();
  });
  afterAll(async () => {
    await runner?.stop();
    await closeCompute();
    await closeQueue();
    await store?.close();
  });

  async function ended(id: string): Promise<JobRow> {
    for (;;) {
      const row = await getJob(store.db, id);
      if (row && row.state !== 'queued' && row.state !== 'running') return row;
      await sleep(30);
    }
  }
  const vectorCount = async () =>
    (await store.db.select({ n: sql<number>`count(*)::int` }).from(embedding))[0]!.n;

  it('can be cancelled, keep what they finished, and be tried again from there', async () => {
    const { id } = await startJob(store.db, 'embed-memories', { studyId, model: defaultModel }, studyId);
    while ((await vectorCount()) === 0) await sleep(20);
    await cancelJob(store.db, id);
    const row = await ended(id);
    expect(row.state).toBe('cancelled');
    const kept = await vectorCount();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(memoryCount);

    await retryJob(store.db, id);
    const again = await ended(id);
    expect(again).toMatchObject({ state: 'done', progress: 1, error: null, attempts: 2 });
    expect(again.result).toMatchObject({ embedded: memoryCount - kept, total: memoryCount - kept });
    expect(await vectorCount()).toBe(memoryCount);
  });

  it('end as failed with a code, a sentence and what to do', async () => {
    const { id } = await startJob(store.db, 'project-memories', { studyId, model: 'no-such-model' }, studyId);
    expect(await ended(id)).toMatchObject({
      state: 'failed',
      error: { code: 'needs-embeddings', hint: expect.any(String) },
    });
  });

  it('left by a dead process are taken up', async () => {
    const [row] = await store.db
      .insert(job)
      .values({
        kind: 'embed-memories',
        studyId,
        input: { studyId, model: defaultModel },
        state: 'running',
        attempts: 1,
        heartbeatAt: sql`now() - interval '1 minute'`,
      })
      .returning();
    expect(await ended(row!.id)).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('that have not begun end at once when they are cancelled', async () => {
    await store.db.delete(job).where(eq(job.state, 'queued'));
    const [row] = await store.db
      .insert(job)
      .values({ kind: 'embed-memories', studyId, input: { studyId, model: defaultModel } })
      .returning();
    await cancelJob(store.db, row!.id);
    expect((await getJob(store.db, row!.id))!.state).toBe('cancelled');
    await expect(retryJob(store.db, row!.id)).resolves.toBeUndefined();
    await ended(row!.id);
    await expect(retryJob(store.db, row!.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuse input that does not fit', async () => {
    await expect(startJob(store.db, 'embed-memories', { studyId }, studyId)).rejects.toThrow(/model/);
  });

  it('tell their progress as server-sent events until they end', async () => {
    const { id } = await startJob(store.db, 'embed-memories', { studyId, model: defaultModel }, studyId);
    let text = '';
    for await (const chunk of jobEvents(store.db, id, new AbortController().signal))
      text += new TextDecoder().decode(chunk);
    const states = [...text.matchAll(/^data: (.*)$/gm)].map((m) => (JSON.parse(m[1]!) as JobRow).state);
    expect(states.at(-1)).toBe('done');
    expect(states.length).toBeGreaterThan(0);
  });
});
