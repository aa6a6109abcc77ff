import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

/**
 * Runs the command as a user would, for tests: in its own process, with a data folder of its own and no key but those
 * given. A service of the calling process goes on answering meanwhile.
 */
export function runCarryover(
  home: string,
  environment: Record<string, string>,
  ...words: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const {
    CARRYOVER_ROOT: _,
    DATABASE_URL: __,
    OPENAI_API_KEY: ___,
    OPENAI_BASE_URL: ____,
    ...env
  } = process.env;
  const child = spawn(process.execPath, [path.resolve('bin/carryover.mjs'), ...words], {
    cwd: os.tmpdir(),
    env: {
      ...env,
      ...environment,
      CARRYOVER_HOME: path.join(home, 'store'),
      CARRYOVER_STORE_IDLE_MS: '3000',
      NODE_OPTIONS: '',
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
