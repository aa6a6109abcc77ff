/**
 * Import of a Harbor tree, database writes included, against a bare loop that reads and JSON.parses the same files on
 * the same machine in the same process.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { job, trial } from '@/db/schema';
import { openTestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { closeQueue } from '@/lib/jobs/queue';
import { JobRunner } from '@/lib/jobs/runner';
import { startImport } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { growRealTree } from './grow-real-tree';
import { makeHarborTree } from './make-harbor-tree';

const trialCount = Number(process.argv[2] ?? 3_000);
const repeatSteps = 20;
const warmUpTrials = 600;

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

const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
const samples = process.env.CARRYOVER_SAMPLES ?? path.resolve('../shared/samples');
const grown = growRealTree(samples, folder, { trials: trialCount });
const made = grown ?? makeHarborTree(folder, trialCount, repeatSteps);
bareRead(folder);
const bareTimes = Array.from({ length: 3 }, () => {
  const start = performance.now();
  bareRead(folder);
  return performance.now() - start;
}).sort((a, b) => a - b);
const bareMs = bareTimes[1]!;

const store = await openTestStore();
const runner = new JobRunner(store);
await runner.start();

/** @returns milliseconds from asking for the import to the job's end */
async function timeImport(name: string, source: string): Promise<{ ms: number; studyId: string }> {
  const study = await createStudy(store.db, { name });
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

// Both sides are warm: the yardstick has read the files before, the import has its threads.
const small = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
if (!growRealTree(samples, small, { trials: warmUpTrials, seed: 8 })) makeHarborTree(small, warmUpTrials, 1);
await timeImport('warm-up', small);
const { ms: importMs, studyId } = await timeImport('bench', folder);
const stored = await store.db
  .select({ n: sql<number>`count(*)::int` })
  .from(trial)
  .where(eq(trial.studyId, studyId));
if (stored[0]!.n !== trialCount) throw new Error(`${stored[0]!.n} trials stored instead of ${trialCount}`);

const mb = made.bytes / 1e6;
console.log(`machine: ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.version}`);
console.log(
  `tree: ${trialCount} trials grown from ${grown ? 'real ones' : 'the sample study'}, ${made.files} files, ${mb.toFixed(1)} MB`,
);
console.log(
  `import: ${(mb / (importMs / 1000)).toFixed(1)} MB/s, yardstick (bare read and JSON.parse) ` +
    `${(mb / (bareMs / 1000)).toFixed(1)} MB/s, ratio ${(bareMs / importMs).toFixed(3)} (higher is better)`,
);
await runner.stop();
await closeCompute();
await closeQueue();
await store.close();
for (const one of [folder, small]) rmSync(one, { recursive: true, force: true });
