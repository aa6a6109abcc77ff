import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/lib/core/errors';
import { program, projectRoot } from '@/lib/programs/program';
import { homeLayout, makeHome } from '../home';
import { isAlive, readOwner } from './lock';

/** The first start of a data folder makes the database cluster, which takes some seconds. */
const startLimitMs = 60_000;

function startDaemon(home: string, log: string): void {
  const output = openSync(log, 'a', 0o600);
  const { file, execArgv, env } = program('db/embedded/daemon');
  spawn(process.execPath, [...execArgv, file, home], {
    detached: true,
    cwd: projectRoot(),
    stdio: ['ignore', output, output],
    // NODE_OPTIONS of the parent (test runners, Next) is not meant for this process.
    env: { ...env, NODE_OPTIONS: '' },
  }).unref();
  closeSync(output);
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' ');
  } catch {
    return '';
  }
}

/**
 * Finds the process that owns the data folder's database, starting one when none runs.
 *
 * @returns where `pg` connects: a folder with the socket, or a loopback address
 * @throws AppError `store-unavailable` when the store does not come up in time
 */
export async function ensureRunning(home?: string): Promise<{ host: string; port: number }> {
  const layout = homeLayout(home);
  makeHome(layout);
  const deadline = Date.now() + startLimitMs;
  let startedAt = 0;
  while (Date.now() < deadline) {
    const owner = readOwner(layout.lock);
    if (owner && isAlive(owner)) {
      if (owner.ready) return owner.ready;
    } else if (Date.now() - startedAt > 5_000) {
      startDaemon(layout.home, layout.log);
      startedAt = Date.now();
    }
    await sleep(50);
  }
  throw new AppError(
    'store-unavailable',
    `The database in ${layout.home} did not start. ${lastLines(layout.log)}`,
    {
      hint: `See ${layout.log}. If another machine uses this folder, stop Carryover there first.`,
    },
  );
}
