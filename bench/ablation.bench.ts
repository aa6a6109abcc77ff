/**
 * A grid of 60 arms over 500 tasks and 6,000 memories of 512 dimensions, without a language model, as the job runs it:
 * loading, two threads over shared vectors, every figure of every arm, results stored, agreement of all arms. Vectors of
 * memories and tasks are there, as after the first ablation of a study.
 */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { importRun, queryEmbedding } from '@/db/schema';
import { openTestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { expandGrid } from '@/lib/core/retrieval/grid';
import { memoryTypes } from '@/lib/core/vocabulary';
import { defaultModel } from '@/lib/embedders';
import type { MemoryRecord, TaskRecord } from '@/lib/importers/importer';
import { runAblationGrid } from '@/lib/jobs/handlers/run-ablation-grid';
import { createAblation } from '@/lib/mutations/ablation-arms';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { toBytes } from '@/lib/queries/load-pool';
import { clusteredVectors, documents } from './data';
import { printMachine } from './measure';

const memoryCount = 6_000;
const taskCount = 500;
const dimensions = 512;
const benchmarkCount = 6;
const goalMs = 20_000;
const goalBytes = 600e6;

const grid = {
  method: ['cosine', 'bm25', 'hybrid-ranks', 'marginal-relevance', 'random'],
  scope: ['cross-domain', 'in-domain', 'all'],
  topN: [3, 10],
  poolFraction: [0.5, 1],
} as const;

const vectors = clusteredVectors(memoryCount + taskCount, dimensions, 60, 7);
const vectorOf = (row: number) => vectors.slice(row * dimensions, (row + 1) * dimensions);
const contents = documents(memoryCount, 80, 240, 8);
const keys = documents(memoryCount, 8, 20, 9);
const texts = documents(taskCount, 40, 120, 10);
const benchmarkOf = (i: number) => `bench-${i % benchmarkCount}`;

const memories: MemoryRecord[] = contents.map((content, i) => ({
  kind: 'memory',
  pool: 'pool',
  externalId: `m${i}`,
  type: memoryTypes[i % 4]!,
  title: keys[i]!,
  description: '',
  content,
  keyText: keys[i]!,
  sourceBenchmark: benchmarkOf(i),
  sourceTask: `t${i % taskCount}`,
  sourceTaskText: texts[i % taskCount]!,
  success: i % 3 > 0,
  embeddings: [{ model: defaultModel, vector: vectorOf(i) }],
}));
const tasks: TaskRecord[] = texts.map((text, i) => ({
  kind: 'task',
  benchmark: benchmarkOf(i),
  task: `t${i}`,
  text,
}));

const store = await openTestStore();
try {
  const { id: studyId } = await createStudy(store.db, { name: 'Grid' });
  const [run] = await store.db.insert(importRun).values({ studyId, label: 'made', sources: [] }).returning();
  const records = [...tasks, ...memories];
  for (let start = 0; start < records.length; start += 250)
    await writeRecords(store.db, { studyId, importId: run!.id }, records.slice(start, start + 250));
  await store.db.insert(queryEmbedding).values(
    texts.map((text, i) => ({
      model: defaultModel,
      textHash: createHash('sha256').update(text).digest('hex'),
      dimensions,
      vector: toBytes(vectorOf(memoryCount + i)),
    })),
  );
  const arms = expandGrid(grid);
  const ablationId = await createAblation(store.db, { studyId, name: 'Grid', model: defaultModel, arms });
  printMachine();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const start = performance.now();
  await runAblationGrid.run({
    db: store.db,
    input: { ablationId },
    jobId: ablationId,
    studyId,
    signal: new AbortController().signal,
    report: () => {},
  });
  const ms = performance.now() - start;
  clearInterval(watch);
  const stored = await store.db.execute<{ n: number }>(sql`select count(*)::int as n from ablation_result`);
  if (stored.rows[0]!.n !== arms.length * taskCount)
    throw new Error(`${stored.rows[0]!.n} results stored instead of ${arms.length * taskCount}`);
  const name = `grid of ${arms.length} arms x ${taskCount} tasks x ${memoryCount} memories`;
  console.log(
    `${name}: ${(ms / 1000).toFixed(1)} s, ratio to the goal of 20 s ${(ms / goalMs).toFixed(2)} (lower is better)`,
  );
  console.log(
    `memory meanwhile: ${(peak / 1e6).toFixed(0)} MB resident, ratio to the goal of 600 MB ${(peak / goalBytes).toFixed(2)} (lower is better)`,
  );
  if (ms > goalMs || peak > goalBytes) process.exitCode = 1;
} finally {
  await closeCompute();
  await store.close();
}
