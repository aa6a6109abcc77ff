import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './project.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** @type {NodeJS.Signals | null} */
let stoppedBy = null;

/** 128 + the signal's number, as shells report it. */
export const exitCodeOf = (/** @type {NodeJS.Signals} */ signal) => 128 + (constants.signals[signal] ?? 0);

/** Hands SIGINT, SIGTERM and SIGHUP to whatever is running, so that nothing is left behind. */
export function forwardSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      stoppedBy = signal;
      if (running.size === 0) process.exit(exitCodeOf(signal));
      for (const child of running) child.kill(signal);
    });
  }
}

/** Ends the script if a signal came in while a step was running. */
export function exitIfStopped() {
  if (stoppedBy) process.exit(exitCodeOf(stoppedBy));
}

/**
 * Starts a process that shares our output. Its input is closed: no step may wait for an answer.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, shell?: boolean }} [options]
 */
export function start(command, args, { env = process.env, shell = false } = {}) {
  const child = spawn(command, args, { cwd: root, env, shell, stdio: ['ignore', 'inherit', 'inherit'] });
  running.add(child);
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      running.delete(child);
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      running.delete(child);
      resolve(signal ? exitCodeOf(signal) : (code ?? 1));
    });
  });
  return { child, ended };
}

/** Runs a process to its end and gives its exit code. */
export async function run(command, args, options) {
  const code = await start(command, args, options).ended;
  exitIfStopped();
  return code;
}

/** Runs a script of an installed package under this very Node. */
export const runNode = (script, args, options) => run(process.execPath, [script, ...args], options);
