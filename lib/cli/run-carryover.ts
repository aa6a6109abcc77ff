import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

type Environment = Record<string, string> & NodeJS.ProcessEnv;

/** How a user starts the command: `process.execPath` with these words, from a folder that is not the project's. */
export const carryoverWords = (...words: string[]): string[] => [path.resolve('bin/carryover.mjs'), ...words];

/**
 * What the command finds in its environment in tests: a data folder of its own and no key but those given. The
 * database outlasts the pauses between commands; end it with `endStore`.
 */
export function carryoverEnvironment(home: string, given: Record<string, string> = {}): Environment {
  const {
    CARRYOVER_ROOT: _,
    CARRYOVER_PROGRAMS: __,
    DATABASE_URL: ___,
    OPENAI_API_KEY: ____,
    OPENAI_BASE_URL: _____,
    ...own
  } = process.env as Environment;
  return { ...own, CARRYOVER_HOME: home, CARRYOVER_STORE_IDLE_MS: '60000', NODE_OPTIONS: '', ...given };
}

/**
 * Runs the command as a user would, for tests: in its own process, in an environment as of `carryoverEnvironment`. A
 * service of the calling process goes on answering meanwhile.
 */
export function runCarryover(
  environment: Environment,
  ...words: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, carryoverWords(...words), { cwd: os.tmpdir(), env: environment });
  const read = { out: '', err: '' };
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      read[name] += text;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...read })));
}
