/**
 * Import of a Harbor tree, database writes included, against a bare loop that reads and JSON.parses the same files on
 * the same machine in the same process. Both take turns, since a machine that others use too is not equally fast all
 * the time; each import starts with an empty store.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { job, trial } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { closeQueue } from '@/lib/jobs/queue';
import { JobRunner } from '@/lib/jobs/runner';
import { startImport } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { growRealTree } from './grow-real-tree';
import { makeHarborTree } from './make-harbor-tree';
import { median } from './measure';

const trialCount = Number(process.argv[2] ?? 3_000);
const repeatSteps = 20;
const warmUpTrials = 600;
const rounds = 5;

function bareRead(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
    bytes += Buffer.byteLength(text);
    if (entry.name.endsWith('.json')) JSON.parse(text);
  }
  return bytes;
}

/** @returns milliseconds from asking for the import to the job's end */
async function timeImport(store: TestStore, source: string): Promise<{ ms: number; studyId: string }> {
  const study = await createStudy(store.db, { name: path.basename(source) });
  const start = performance.now();
  const { job: started } = await startImport(store.db, {
    studyId: study.id,
    label: source,
    sources: [{ kind: 'folder', path: source }],
    conditionLabel: null,
  });
  for (;;) {
    const [row] = await store.db.select().from(job).where(eq(job.id, started.id));
    if (row!.state === 'done') return { ms: performance.now() - start, studyId: study.id };
    if (row!.state === 'failed') throw new Error(row!.error?.message);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** One import into a store of its own, whose process and the reading threads are warm, as the yardstick is. */
async function importOnce(): Promise<number> {
  const store = await openTestStore();
  const runner = new JobRunner(store);
  await runner.start();
  await timeImport(store, small);
  const { ms, studyId } = await timeImport(store, folder);
  const stored = await store.db
    .select({ n: sql<number>`count(*)::int` })
    .from(trial)
    .where(eq(trial.studyId, studyId));
  if (stored[0]!.n !== trialCount) throw new Error(`${stored[0]!.n} trials stored instead of ${trialCount}`);
  await runner.stop();
  await closeQueue();
  await store.close();
  return ms;
}

function timeBareRead(): number {
  const start = performance.now();
  bareRead(folder);
  return performance.now() - start;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
const small = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
const samples = process.env.CARRYOVER_SAMPLES ?? path.resolve('../shared/samples');
const grown = growRealTree(samples, folder, { trials: trialCount });
const made = grown ?? makeHarborTree(folder, trialCount, repeatSteps);
if (!growRealTree(samples, small, { trials: warmUpTrials, first: trialCount }))
  makeHarborTree(small, warmUpTrials, 1);
const mb = made.bytes / 1e6;
console.log(`machine: ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.version}`);
console.log(
  `tree: ${trialCount} trials grown from ${grown ? 'real ones' : 'the sample study'}, ${made.files} files, ${mb.toFixed(1)} MB`,
);
try {
  bareRead(folder);
  const pairs: { bareMs: number; importMs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = timeBareRead();
    const importMs = await importOnce();
    pairs.push({ bareMs: (before + timeBareRead()) / 2, importMs });
  }
  const ratios = pairs.map(({ bareMs, importMs }) => bareMs / importMs);
  const rate = (ms: number) => (mb / (ms / 1000)).toFixed(1);
  console.log(
    `import: ${rate(median(pairs.map((pair) => pair.importMs)))} MB/s, yardstick (bare read and JSON.parse) ` +
      `${rate(median(pairs.map((pair) => pair.bareMs)))} MB/s, ratio ${median(ratios).toFixed(3)} ` +
      `(higher is better; ${rounds} rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
  );
} finally {
  await closeCompute();
  for (const one of [folder, small]) rmSync(one, { recursive: true, force: true });
}
