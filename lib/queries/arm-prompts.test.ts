import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ablationArm, ablationResult, importRun, memory, task } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { unwrapLines } from '@/lib/cli/backend';
import type { ArmSummary } from '@/lib/core/retrieval/arm-summary';
import { expandGrid } from '@/lib/core/retrieval/grid';
import { lineStream } from '@/lib/http/line-stream';
import type { MemoryRecord, TaskRecord } from '@/lib/importers/importer';
import { createAblation } from '@/lib/mutations/ablation-arms';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { getArmPrompts, type TaskPrompt } from './arm-prompts';

/** More than are read at once, in names whose order is not that of their making. */
const taskCount = 137;
const tasks: TaskRecord[] = Array.from({ length: taskCount }, (_, i) => ({
  kind: 'task',
  benchmark: i % 2 === 0 ? 'swe' : 'aider',
  task: `t${(i * 7) % taskCount}`,
  text: `Mend ${i}`,
}));
const memories: MemoryRecord[] = Array.from({ length: 5 }, (_, i) => ({
  kind: 'memory',
  pool: 'pool',
  externalId: `m${i}`,
  type: 'insight',
  title: `Title ${i}`,
  description: '',
  content: `Content ${i}`,
  keyText: `Key ${i}`,
  sourceBenchmark: 'other',
  sourceTask: null,
  sourceTaskText: null,
  success: true,
  embeddings: [],
}));

let store: TestStore;
let ablationId: string;
let memoryIds: string[];
beforeAll(async () => {
  store = await openTestStore();
  const studyId = (await createStudy(store.db, { name: 'Study' })).id;
  const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
  await writeRecords(store.db, { studyId, importId: run!.id }, [...memories, ...tasks]);
  const arms = expandGrid({ method: ['bm25'], topN: [2] });
  ablationId = await createAblation(store.db, { studyId, name: 'Grid', model: null, arms });
  const found = await store.db.select({ id: memory.id }).from(memory).orderBy(asc(memory.externalId));
  memoryIds = found.map(({ id }) => id);
  const rows = await store.db.select({ id: task.id, name: task.externalId }).from(task);
  await store.db.insert(ablationResult).values(
    rows.map(({ id, name }) => ({
      ablationId,
      arm: 0,
      taskId: id,
      queryText: name,
      durationMs: 1,
      hits: [0, 1].map((rank) => ({
        memoryId: memoryIds[(Number(name.slice(1)) + rank) % 4]!,
        score: 1 - rank,
        leakage: false,
      })),
    })),
  );
});
afterAll(() => store?.close());

const finish = () =>
  store.db
    .update(ablationArm)
    .set({ state: 'done', summary: {} as unknown as ArmSummary & Record<string, never> })
    .where(eq(ablationArm.ablationId, ablationId));

/** The lines of the route's answer, as a command takes them. */
async function* answer(): AsyncGenerator<unknown> {
  const { head, tasks: prompts } = await getArmPrompts(store.db, ablationId, 0);
  async function* all() {
    yield head;
    yield* prompts;
  }
  yield* unwrapLines(lineStream(all()));
}

describe('the prompts of an arm', () => {
  it('wait for the arm', async () => {
    await expect(getArmPrompts(store.db, ablationId, 0)).rejects.toMatchObject({ code: 'conflict' });
    await expect(getArmPrompts(store.db, ablationId, 1)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('come line by line: how many, then each task once, in order, with its own memories', async () => {
    await finish();
    const all: unknown[] = [];
    for await (const line of answer()) all.push(line);
    const [head, ...lines] = all;
    expect(head).toMatchObject({ ablationId, taskCount, arm: { index: 0 } });
    const prompts = lines as TaskPrompt[];
    expect(prompts).toHaveLength(taskCount);
    const names = prompts.map(({ benchmark, task: name }) => `${benchmark} ${name}`);
    expect(new Set(names).size).toBe(taskCount);
    expect(new Set(names)).toEqual(new Set(tasks.map(({ benchmark, task: name }) => `${benchmark} ${name}`)));
    for (const { task: name, promptBlock, memories: held } of prompts) {
      const first = Number(name.slice(1)) % 4;
      expect(held.map(({ id }) => id)).toEqual([memoryIds[first], memoryIds[(first + 1) % 4]]);
      expect(promptBlock).toContain(`# Memory Item 1\n## Title: Title ${first}`);
    }
  });

  it('break off with a sentence when a memory has gone', async () => {
    await store.db.delete(memory).where(eq(memory.id, memoryIds[3]!));
    const taken: unknown[] = [];
    const take = async () => {
      for await (const line of answer()) taken.push(line);
    };
    await expect(take()).rejects.toMatchObject({ code: 'conflict', hint: 'Run the ablation again.' });
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThan(taskCount);
  });
});

describe('lineStream', () => {
  it('makes lines as they are taken, and ends the source when the reader leaves', async () => {
    let made = 0;
    let ended = false;
    async function* source() {
      try {
        for (;;) yield { line: made++ };
      } finally {
        ended = true;
      }
    }
    const reader = lineStream(source()).body!.getReader();
    await reader.read();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBeLessThan(6);
    await reader.cancel();
    expect(ended).toBe(true);
  });
});
