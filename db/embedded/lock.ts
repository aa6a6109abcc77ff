import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { AppError } from '@/lib/core/errors';

/** Who owns a data folder's database. `startedTicks` tells a process from a later one with the same id. */
export interface Owner {
  pid: number;
  host: string;
  startedTicks: string | null;
  /** Set once the owner answers: where `pg` connects. */
  ready: { host: string; port: number } | null;
}

/** Nobody holds the take-over guard for longer than a few file operations; an older one was left by a crash. */
const guardMaxAgeMs = 10_000;

/** When the process was started, in clock ticks since boot; null where the system does not tell. */
function startedTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and parentheses: count fields from the last ')'.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Whether the process that wrote the lock still runs. Another machine's process counts as running. */
export function isAlive(owner: Owner): boolean {
  if (owner.host !== os.hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const ticks = startedTicks(owner.pid);
  return ticks === null || owner.startedTicks === null || ticks === owner.startedTicks;
}

/** The owner named by a lock file; null when there is none. */
export function readOwner(lockFile: string): Owner | null {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')) as Owner;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new AppError('store-in-use', `The lock file ${lockFile} cannot be read.`, {
      hint: 'If no Carryover process runs on any machine that shares this folder, delete that file.',
      cause: error,
    });
  }
}

/** Creates `file` with its content in one step; false when it exists. */
function createWhole(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a dead owner's lock. Only the holder of the guard may, so that two successors cannot undo each other. */
function removeDead(lockFile: string): void {
  const guard = `${lockFile}.takeover`;
  if (!createWhole(guard, String(process.pid))) {
    const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > guardMaxAgeMs) rmSync(guard, { force: true });
    return;
  }
  try {
    const owner = readOwner(lockFile);
    if (owner && !isAlive(owner)) rmSync(lockFile, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

/**
 * Takes a data folder's lock for this process. A live owner's lock is never taken; a dead one's is replaced.
 *
 * @returns null when it is ours now, else the live owner
 */
export function takeLock(lockFile: string): Owner | null {
  const us: Owner = {
    pid: process.pid,
    host: os.hostname(),
    startedTicks: startedTicks(process.pid),
    ready: null,
  };
  for (let round = 0; round < 50; round++) {
    if (createWhole(lockFile, JSON.stringify(us))) return null;
    const owner = readOwner(lockFile);
    if (owner && isAlive(owner)) return owner;
    if (owner) removeDead(lockFile);
  }
  throw new AppError('store-in-use', `The lock file ${lockFile} could not be taken.`, {
    hint: 'Another process keeps changing it; try again in a few seconds.',
  });
}

/** Tells others where to connect. Only for the owner. */
export function announceReady(lockFile: string, ready: NonNullable<Owner['ready']>): void {
  const owner = readOwner(lockFile);
  if (owner?.pid !== process.pid)
    throw new AppError('store-in-use', `The lock file ${lockFile} is no longer ours.`);
  const draft = `${lockFile}.${process.pid}.ready`;
  writeFileSync(draft, JSON.stringify({ ...owner, ready }), { mode: 0o600 });
  renameSync(draft, lockFile);
}

/** Gives the lock up, if it is ours. */
export function releaseLock(lockFile: string): void {
  const owner = readOwner(lockFile);
  if (owner?.pid === process.pid && owner.host === os.hostname()) rmSync(lockFile, { force: true });
}
