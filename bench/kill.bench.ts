/**
 * Kills an import at random moments, without a word, and starts again: what it leaves behind must equal, row by row, what
 * an undisturbed import leaves. The process that reads and the one that holds the database are killed by turns.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readOwner } from '@/db/embedded/lock';
import { homeLayout } from '@/db/home';
import { openTestStore } from '@/db/testing';
import { seededRandom } from '@/lib/core/random';
import { startImport } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { getJob } from '@/lib/queries/jobs';
import { growRealTree } from './grow-real-tree';
import { firstDifference, importState } from './import-state';
import { makeHarborTree } from './make-harbor-tree';
import { printMachine } from './measure';

const kills = Number(process.env.CARRYOVER_KILLS ?? 20);
const seed = Number(process.env.CARRYOVER_KILL_SEED ?? 7);
const trialCount = 600;

const samples = process.env.CARRYOVER_SAMPLES ?? path.resolve('../shared/samples');
const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-kills-'));
if (!growRealTree(samples, path.join(folder, 'jobs'), { trials: trialCount }))
  makeHarborTree(path.join(folder, 'jobs'), trialCount, 3);
for (const part of ['memory-pools', 'mtl-pools', 'mtl-judge', 'bad', 'inspect']) {
  const from = path.join(samples, part);
  if (existsSync(from)) cpSync(from, path.join(folder, part), { recursive: true });
}

const store = await openTestStore();
let worker: ChildProcess;
const startWorker = () => {
  worker = fork('lib/jobs/worker-process.ts', [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, CARRYOVER_HOME: store.home, NODE_OPTIONS: '' },
    stdio: 'ignore',
  });
};
const begin = async (name: string) => {
  const { id: studyId } = await createStudy(store.db, { name });
  const sources = [{ kind: 'folder' as const, path: folder }];
  const { job, importId } = await startImport(store.db, {
    studyId,
    label: name,
    sources,
    conditionLabel: null,
  });
  return { studyId, importId, jobId: job.id };
};
const ended = async (jobId: string) => {
  for (;;) {
    const job = await getJob(store.db, jobId).catch(() => null);
    if (job?.state === 'failed') throw new Error(`the import failed: ${job.error?.message}`);
    if (job?.state === 'done') return;
    await sleep(30);
  }
};

try {
  printMachine();
  startWorker();
  const warm = await begin('warm-up');
  await ended(warm.jobId);
  const start = performance.now();
  const whole = await begin('undisturbed');
  await ended(whole.jobId);
  const wholeMs = performance.now() - start;
  const expected = await importState(store.db, whole);
  const sizes = Object.entries(expected).map(([kind, rows]) => `${rows.length} ${kind}`);
  console.log(`undisturbed: ${(wholeMs / 1000).toFixed(1)} s, ${sizes.join(', ')}`);

  const random = seededRandom(seed);
  let same = 0;
  for (let i = 0; i < kills; i++) {
    const moment = random() * wholeMs;
    const run = await begin(`kill ${i + 1}`);
    await sleep(moment);
    const victim = i % 2 === 0 ? 'reader' : 'database';
    if (victim === 'reader') {
      worker!.kill('SIGKILL');
      startWorker();
    } else process.kill(readOwner(homeLayout(store.home).lock)!.pid, 'SIGKILL');
    await ended(run.jobId);
    const difference = firstDifference(expected, await importState(store.db, run));
    if (difference)
      console.log(`DIFFERENT after killing the ${victim} at ${moment.toFixed(0)} ms: ${difference}`);
    else same++;
  }
  console.log(
    `killed ${kills} times (seed ${seed}), ${same} ended as the undisturbed import did (goal: ${kills})`,
  );
  if (same < kills) process.exitCode = 1;
} finally {
  const left = new Promise((resolve) => worker.once('exit', resolve));
  worker!.kill('SIGTERM');
  await left;
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
