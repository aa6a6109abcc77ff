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
import { makeHarborTree } from './make-harbor-tree';

const trialCount = Number(process.argv[2] ?? 600);
const repeatSteps = 20;

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
const made = makeHarborTree(folder, trialCount, repeatSteps);
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
const study = await createStudy(store.db, { name: 'bench' });
const start = performance.now();
const { job: started } = await startImport(store.db, {
  studyId: study.id,
  label: folder,
  sources: [{ kind: 'folder', path: folder }],
  conditionLabel: null,
});
for (;;) {
  const [row] = await store.db.select().from(job).where(eq(job.id, started.id));
  if (row!.state === 'done') break;
  if (row!.state === 'failed') throw new Error(row!.error?.message);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
const importMs = performance.now() - start;
const stored = await store.db.select({ n: sql<number>`count(*)::int` }).from(trial);
if (stored[0]!.n !== trialCount) throw new Error(`${stored[0]!.n} trials stored instead of ${trialCount}`);

const mb = made.bytes / 1e6;
console.log(`machine: ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, Node ${process.version}`);
console.log(`tree: ${trialCount} trials, ${made.files} files, ${mb.toFixed(1)} MB`);
console.log(
  `import: ${(mb / (importMs / 1000)).toFixed(1)} MB/s, yardstick (bare read and JSON.parse) ` +
    `${(mb / (bareMs / 1000)).toFixed(1)} MB/s, ratio ${(bareMs / importMs).toFixed(3)} (higher is better)`,
);
await runner.stop();
await closeCompute();
await closeQueue();
await store.close();
rmSync(folder, { recursive: true, force: true });
