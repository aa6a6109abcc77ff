import { setTimeout as sleep } from 'node:timers/promises';
import { browserUrl } from './address.mjs';
import { productionEnvironment } from './build.mjs';
import { ensurePrograms } from './programs.mjs';
import { inRoot, SetupError } from './project.mjs';
import { start } from './steps.mjs';

/** The first start makes the database, which takes some seconds on a slow machine. */
const healthLimitMs = 180_000;

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/**
 * Starts the built app and waits until it answers.
 *
 * @param {{ host: string, port: number, env?: Record<string, string | undefined> }} options
 * @returns {Promise<{ url: string, child: import('node:child_process').ChildProcess, ended: Promise<number> }>}
 *   `ended` gives the server's exit code
 * @throws {SetupError} when it ends, or does not answer in time
 */
export async function startServer({ host, port, env = {} }) {
  const CARRYOVER_PROGRAMS = (await ensurePrograms()) ?? '';
  const { child, ended } = start(process.execPath, [inRoot('scripts/serve.mjs')], {
    env: { ...productionEnvironment(), CARRYOVER_PROGRAMS, ...env, HOST: host, PORT: String(port) },
  });
  let exitCode = /** @type {number | null} */ (null);
  void ended.then((code) => {
    exitCode = code;
  });
  const url = browserUrl(host, port);
  const deadline = Date.now() + healthLimitMs;
  while (exitCode === null && Date.now() < deadline) {
    if (await answers(`${url}/api/v1/health`)) return { url, child, ended };
    await sleep(150);
  }
  if (exitCode === null) {
    child.kill('SIGTERM');
    await ended;
    throw new SetupError(`The server did not answer on ${url} within ${healthLimitMs / 1000} s.`);
  }
  throw Object.assign(new SetupError(`The server ended while starting (exit code ${exitCode}).`), {
    exitCode,
  });
}
