/**
 * A grid of 60 arms over 500 tasks and 6,000 memories of 512 dimensions, without a language model, in the process that
 * runs jobs: loading, two threads over shared vectors, every figure of every arm, results stored, agreement of all arms.
 * Vectors of memories and tasks are there, as after the first ablation of a study. The memory is the most that this
 * process has resident.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { importRun, queryEmbedding } from '@/db/schema';
import { openTestStore } from '@/db/testing';
import { expandGrid } from '@/lib/core/retrieval/grid';
import { memoryTypes } from '@/lib/core/vocabulary';
import { defaultModel } from '@/lib/embedders';
import type { MemoryRecord, TaskRecord } from '@/lib/importers/importer';
import { closeQueue, openQueue } from '@/lib/jobs/queue';
import { startAblation } from '@/lib/mutations/ablations';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { program, projectRoot } from '@/lib/programs/program';
import { getJob } from '@/lib/queries/jobs';
import { toBytes } from '@/lib/queries/load-pool';
import { ensurePrograms } from '../scripts/setup/programs.mjs';
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

/** The most bytes that a process ever had resident, as Linux counts them. */
const mostResident = (pid: number): number =>
  1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);

const store = await openTestStore();
process.env.CARRYOVER_PROGRAMS = (await ensurePrograms()) ?? '';
const { file, execArgv, env } = program('lib/jobs/worker-process');
const jobs = spawn(process.execPath, [...execArgv, file], {
  cwd: projectRoot(),
  env: { ...env, NODE_OPTIONS: '' },
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
try {
  await once(jobs, 'message');
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
  printMachine();
  await openQueue(store);
  const { job } = await startAblation(store.db, { studyId, name: 'Grid', model: defaultModel, arms });
  let state = job.state;
  while (state === 'queued' || state === 'running') {
    await sleep(100);
    state = (await getJob(store.db, job.id))!.state;
  }
  const ended = (await getJob(store.db, job.id))!;
  if (state !== 'done') throw new Error(`the job ended as ${state}: ${ended.error?.message}`);
  const ms = Number(ended.finishedAt) - Number(ended.startedAt);
  const peak = mostResident(jobs.pid!);
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
  const left = once(jobs, 'exit');
  jobs.kill('SIGTERM');
  await left;
  await closeQueue();
  await store.close();
}
