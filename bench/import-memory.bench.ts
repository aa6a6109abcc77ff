/**
 * Resident memory of an import of a large archive, above what the same processes need when idle: the process that reads
 * and the one that holds the database, together. `npm run bench import-memory`; the size of what is in the archive can be
 * given in gigabytes by CARRYOVER_ARCHIVE_GB.
 */
import { type ChildProcess, fork } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { readOwner } from '@/db/embedded/lock';
import { homeLayout } from '@/db/home';
import { openTestStore } from '@/db/testing';
import { startImport } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { getJob } from '@/lib/queries/jobs';
import { growRealTree } from './grow-real-tree';
import { printMachine } from './measure';

const gigabytes = Number(process.env.CARRYOVER_ARCHIVE_GB ?? 4);
const trialsAtATime = 1_000;
const goalMb = 512;

/** Writes the archive as a stream: what goes into it is on disk only a piece at a time. */
async function makeArchive(file: string, samples: string): Promise<{ bytes: number; trials: number }> {
  const archive = pack();
  const written = pipeline(
    archive as unknown as NodeJS.ReadableStream,
    createGzip({ level: 1 }),
    createWriteStream(file),
  );
  let bytes = 0;
  let trials = 0;
  while (bytes < gigabytes * 1e9) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-piece-'));
    const made = growRealTree(samples, folder, { trials: trialsAtATime, keep: 1, first: trials });
    if (!made) throw new Error('This bench grows real trials: it needs the sample files.');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const source = path.join(folder, name);
      const { size } = statSync(source);
      if (!statSync(source).isFile()) continue;
      const entry = archive.entry({ name, size });
      await pipeline(createReadStream(source), entry as unknown as NodeJS.WritableStream);
      bytes += size;
    }
    trials += trialsAtATime;
    rmSync(folder, { recursive: true });
  }
  archive.finalize();
  await written;
  return { bytes, trials };
}

/** Resident memory of a process in megabytes, as Linux counts it. */
const residentMb = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

const scratch = mkdtempSync(path.join(os.tmpdir(), 'carryover-memory-'));
const store = await openTestStore();
let worker: ChildProcess | null = null;
try {
  printMachine();
  const file = path.join(scratch, 'runs.tar.gz');
  const made = await makeArchive(file, process.env.CARRYOVER_SAMPLES ?? path.resolve('../shared/samples'));
  console.log(
    `archive: ${made.trials} trials, ${(made.bytes / 1e9).toFixed(2)} GB in ${(statSync(file).size / 1e9).toFixed(2)} GB`,
  );
  worker = fork('lib/jobs/worker-process.ts', [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, CARRYOVER_HOME: store.home, NODE_OPTIONS: '' },
    stdio: 'ignore',
  });
  await sleep(8_000);
  const pids = [worker.pid!, readOwner(homeLayout(store.home).lock)!.pid];
  const now = () => pids.map(residentMb);
  const idle = now();
  const peak = [...idle];
  let peakTogether = 0;
  const watch = setInterval(() => {
    const current = now();
    for (const [i, mb] of current.entries()) peak[i] = Math.max(peak[i]!, mb);
    peakTogether = Math.max(peakTogether, current[0]! + current[1]!);
  }, 100);
  const { id: studyId } = await createStudy(store.db, { name: 'memory' });
  const start = performance.now();
  const sources = [{ kind: 'folder' as const, path: file }];
  const { job } = await startImport(store.db, { studyId, label: 'memory', sources, conditionLabel: null });
  for (;;) {
    const row = await getJob(store.db, job.id);
    if (row?.state === 'failed') throw new Error(row.error?.message);
    if (row?.state === 'done') break;
    await sleep(200);
  }
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  const mb = (n: number) => `${n.toFixed(0)} MB`;
  console.log(
    `import: ${seconds.toFixed(0)} s, ${(made.bytes / 1e6 / seconds).toFixed(0)} MB/s, unpacking included`,
  );
  console.log(
    `reading process: idle ${mb(idle[0]!)}, peak ${mb(peak[0]!)}; database process: idle ${mb(idle[1]!)}, peak ${mb(peak[1]!)}`,
  );
  const above = peakTogether - idle[0]! - idle[1]!;
  console.log(
    `together ${mb(above)} above idle, ratio to the goal of ${goalMb} MB ${(above / goalMb).toFixed(2)} (lower is better)`,
  );
  if (above > goalMb) process.exitCode = 1;
} finally {
  if (worker) {
    const left = new Promise((resolve) => worker?.once('exit', resolve));
    worker.kill('SIGTERM');
    await left;
  }
  await store.close();
  rmSync(scratch, { recursive: true, force: true });
}
