import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '@/lib/programs/program';

const run = promisify(execFile);

let known: Promise<string> | undefined;

/**
 * Which code made a result: the package's version and, in a checkout, its commit, with a mark when files had changed
 * since. Asked once a process: the code that runs is the code that was started.
 */
export const codeVersion = (): Promise<string> => {
  known ??= readVersion();
  return known;
};

async function readVersion(): Promise<string> {
  const root = projectRoot();
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  try {
    const { stdout } = await run('git', ['describe', '--always', '--dirty', '--exclude', '*'], { cwd: root });
    return `${version} (${stdout.trim()})`;
  } catch {
    // Installed without its history, or without git.
    return version;
  }
}
