import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHarborTree } from '@/bench/make-harbor-tree';
import { readOwner } from '@/db/embedded/lock';
import { homeLayout } from '@/db/home';
import { condition, importFile, task, trajectory, trial } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { startImport } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { program } from '@/lib/programs/program';
import { getJob } from '@/lib/queries/jobs';

const trialCount = 300;

let store: TestStore;
let folder: string;
let worker: ChildProcess | undefined;

function startWorker(): ChildProcess {
  const { file, execArgv, env } = program('lib/jobs/worker-process');
  worker = fork(file, [], {
    execArgv,
    env: { ...env, CARRYOVER_HOME: store.home, NODE_OPTIONS: '' },
    stdio: 'ignore',
  });
  return worker;
}

beforeAll(async () => {
  store = await openTestStore();
  folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-kill-'));
  makeHarborTree(folder, trialCount, 3);
});
afterAll(async () => {
  if (worker?.exitCode === null) {
    const ended = new Promise((resolve) => worker?.once('exit', resolve));
    worker.kill('SIGTERM');
    await ended;
  }
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<{ studyId: string; jobId: string; importId: string }> {
  const { id: studyId } = await createStudy(store.db, { name });
  const { job, importId } = await startImport(store.db, {
    studyId,
    label: folder,
    sources: [{ kind: 'folder', path: folder }],
    conditionLabel: null,
  });
  return { studyId, jobId: job.id, importId };
}

async function finish(jobId: string): Promise<void> {
  for (;;) {
    const job = await getJob(store.db, jobId).catch(() => null);
    if (job?.state === 'failed') throw new Error(job.error?.message);
    if (job?.state === 'done') return;
    await sleep(50);
  }
}

const storedTrials = async (studyId: string): Promise<number> =>
  store.db
    .select({ n: sql<number>`count(*)::int` })
    .from(trial)
    .where(eq(trial.studyId, studyId))
    .then(
      (rows) => rows[0]!.n,
      () => 0,
    );

/** Everything an import left behind, but for ids. */
async function state(studyId: string, importId: string) {
  const trials = await store.db
    .select({
      source: trial.source,
      externalId: trial.externalId,
      task: task.externalId,
      condition: condition.label,
      attempt: trial.attempt,
      reward: trial.reward,
      sourceHash: trajectory.sourceHash,
      steps: trajectory.stepCount,
    })
    .from(trial)
    .innerJoin(task, eq(task.id, trial.taskId))
    .innerJoin(condition, eq(condition.id, trial.conditionId))
    .leftJoin(trajectory, eq(trajectory.trialId, trial.id))
    .where(eq(trial.studyId, studyId))
    .orderBy(asc(trial.source), asc(trial.externalId));
  const files = await store.db
    .select({
      path: importFile.path,
      outcome: importFile.outcome,
      reason: importFile.reason,
      counts: importFile.counts,
    })
    .from(importFile)
    .where(eq(importFile.importId, importId))
    .orderBy(asc(importFile.path));
  return { trials, files };
}

describe('an import whose process is killed', () => {
  it('ends as an undisturbed one does: no loss, no doubles', { timeout: 120_000 }, async () => {
    startWorker();
    const whole = await start('undisturbed');
    await finish(whole.jobId);

    const disturbed = await start('disturbed');
    while ((await storedTrials(disturbed.studyId)) < trialCount / 4) await sleep(5);
    worker!.kill('SIGKILL');
    expect(await storedTrials(disturbed.studyId)).toBeLessThan(trialCount);
    startWorker();

    // The database's own process dies as well, in the middle of the second try.
    while ((await storedTrials(disturbed.studyId)) < trialCount / 2) await sleep(5);
    process.kill(readOwner(homeLayout(store.home).lock)!.pid, 'SIGKILL');
    await finish(disturbed.jobId);

    const expected = await state(whole.studyId, whole.importId);
    const found = await state(disturbed.studyId, disturbed.importId);
    expect(found.trials).toHaveLength(trialCount);
    expect(found).toEqual(expected);
  });
});
