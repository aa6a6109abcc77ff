import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ablationArm, importRun, job, memory } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { expandGrid, type RetrievalGrid } from '@/lib/core/retrieval/grid';
import type { MemoryRecord, TaskRecord } from '@/lib/importers/importer';
import { createAblation } from '@/lib/mutations/ablation-arms';
import { extendAblation } from '@/lib/mutations/ablations';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getAblation, getAblationTask, listAblationTasks } from '@/lib/queries/ablations';
import { runAblationGrid } from './run-ablation-grid';

const words = ['parser', 'loop', 'socket', 'matrix', 'cache', 'token'];
const memories: MemoryRecord[] = Array.from({ length: 60 }, (_, i) => ({
  kind: 'memory',
  pool: 'pool',
  externalId: `m${i}`,
  type: 'insight',
  title: `Look at the ${words[i % 6]} before the ${words[(i + 1) % 6]}`,
  description: '',
  content: `The ${words[i % 6]} fails first`,
  keyText: `Look at the ${words[i % 6]} before the ${words[(i + 1) % 6]}`,
  sourceBenchmark: ['A', 'B', 'C'][i % 3]!,
  sourceTask: `t${i % 10}`,
  sourceTaskText: null,
  success: i % 2 === 0,
  embeddings: [],
}));
const tasks: TaskRecord[] = Array.from({ length: 20 }, (_, i) => ({
  kind: 'task',
  benchmark: i < 10 ? 'A' : 'B',
  task: `t${i % 10}`,
  text: `Mend the ${words[i % 6]} of the ${words[(i + 2) % 6]}`,
}));
const grid: RetrievalGrid = {
  method: ['bm25', 'random', 'oracle'],
  scope: ['cross-domain', 'in-domain', 'all'],
  topN: [1, 3],
  control: ['none', 'shuffled-queries'],
};

let store: TestStore;
let studyId: string;
beforeAll(async () => {
  store = await openTestStore();
  studyId = (await createStudy(store.db, { name: 'Study' })).id;
  const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
  await writeRecords(store.db, { studyId, importId: run!.id }, [...memories, ...tasks]);
});
afterAll(async () => {
  await closeCompute();
  await store?.close();
});

const armsOf = (id: string) =>
  store.db.select().from(ablationArm).where(eq(ablationArm.ablationId, id)).orderBy(asc(ablationArm.arm));

/** The jobs that were queued are run by hand here: settled, so that the next is not taken for a second one. */
const settleJobs = () => store.db.update(job).set({ state: 'done' });

/** Runs the job's own function; `stopAfter` ends it when so many arms are stored. */
async function run(ablationId: string, stopAfter = Infinity): Promise<void> {
  const stopped = new AbortController();
  await runAblationGrid.run({
    db: store.db,
    input: { ablationId },
    jobId: ablationId,
    studyId,
    signal: stopped.signal,
    report: (_, message = '') => {
      const done = Number(/^(\d+) of \d+ arms/.exec(message)?.[1] ?? 0);
      if (done >= stopAfter) stopped.abort();
    },
  });
  await settleJobs();
}
const create = (given = grid) =>
  createAblation(store.db, { studyId, name: 'Grid', model: null, arms: expandGrid(given) });

describe('an ablation', () => {
  it('keeps what was done when it is stopped, and goes on from there to the same end', async () => {
    const straight = await create();
    await run(straight);

    const broken = await create();
    await expect(run(broken, 3)).rejects.toThrow();
    const before = await armsOf(broken);
    const kept = before.filter(({ state }) => state === 'done');
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(kept.length).toBeLessThan(before.length);
    expect((await getAblation(store.db, broken))!.summary).toBeNull();
    await run(broken);
    const after = await armsOf(broken);
    for (const { arm, finishedAt } of kept) expect(after[arm]!.finishedAt).toEqual(finishedAt);

    const [one, other] = await Promise.all([straight, broken].map((id) => getAblation(store.db, id)));
    const untimed = (row: typeof one) =>
      row!.arms.map(({ summary, ...arm }) => ({ ...arm, summary: { ...summary, meanDurationMs: null } }));
    expect(untimed(other)).toEqual(untimed(one));
    expect(other!.summary).toEqual(one!.summary);
    expect(other!.poolHash).toBe(one!.poolHash);
    expect(one!.codeVersion).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('runs only the arms that are added, and passes over those it has', async () => {
    const id = await create({ method: ['bm25'], topN: [1, 3] });
    await run(id);
    const before = await armsOf(id);
    const { added } = await extendAblation(
      store.db,
      id,
      expandGrid({ method: ['bm25', 'random'], topN: [3, 5] }),
    );
    expect(added).toBe(3);
    expect((await getAblation(store.db, id))!.summary).toBeNull();
    await run(id);
    const after = await armsOf(id);
    expect(after).toHaveLength(5);
    expect(after.slice(0, 2)).toEqual(before);
    expect((await getAblation(store.db, id))!.summary!.agreement.jaccard).toHaveLength(5);
  });

  it('takes no arms while some are running', async () => {
    const id = await create({ method: ['bm25'] });
    await extendAblation(store.db, id, []);
    await expect(extendAblation(store.db, id, [])).rejects.toMatchObject({ code: 'conflict' });
  });

  it('runs every arm again when the memories have changed', async () => {
    const id = await create({ method: ['bm25'] });
    await run(id);
    const first = (await getAblation(store.db, id))!;
    await store.db
      .update(memory)
      .set({ keyText: 'Mend the parser of the socket' })
      .where(eq(memory.externalId, 'm1'));
    await extendAblation(store.db, id, expandGrid({ method: ['random'] }));
    await run(id);
    const second = (await getAblation(store.db, id))!;
    expect(second.poolHash).not.toBe(first.poolHash);
    expect(second.arms[0]!.summary!.scores).not.toEqual(first.arms[0]!.summary!.scores);
  });

  it('tells of a task what two arms found, in the order asked for, with their prompts', async () => {
    const id = await create({ method: ['bm25', 'random'], scope: ['all'] });
    await run(id);
    const [task] = await listAblationTasks(store.db, id);
    const found = (await getAblationTask(store.db, id, task!.id, [1, 0]))!;
    expect(found.arms.map(({ arm }) => arm)).toEqual([1, 0]);
    for (const arm of found.arms) {
      expect(arm.hits).toHaveLength(3);
      expect(arm.candidateCount).toBe(60);
      expect(arm.promptBlock).toContain(`# Memory Item 3\n## Title: ${arm.hits[2]!.title}`);
    }
  });
});
