import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '@/lib/programs/program';

const run = promisify(execFile);

/**
 * Which code made a result: the package's version and, in a checkout, its commit, with a mark when files have changed
 * since.
 */
export async function codeVersion(): Promise<string> {
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
