import { existsSync, readFileSync } from 'node:fs';
import { inRoot, SetupError, say } from './project.mjs';
import { run } from './steps.mjs';

/**
 * Whether npm's own record of what it installed agrees with the lock file. Optional packages may be absent: npm
 * leaves out those of other platforms.
 *
 * @param {{ packages?: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} lock
 * @param {{ packages?: Record<string, { version?: string, integrity?: string }> }} installed
 */
export function matchesLock(lock, installed) {
  return Object.entries(lock.packages ?? {}).every(([where, wanted]) => {
    if (where === '') return true;
    const found = installed.packages?.[where];
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function isInstalled() {
  // npm writes this file last, so it also tells a finished installation from one that was cut off.
  const record = inRoot('node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  try {
    return matchesLock(
      JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')),
      JSON.parse(readFileSync(record, 'utf8')),
    );
  } catch {
    return false;
  }
}

/** The environment without what would make npm leave out the packages that the build needs. */
function installEnvironment() {
  const { NODE_ENV: _, ...env } = process.env;
  return env;
}

/**
 * Installs exactly what the lock file says, if that is not there already.
 *
 * @throws {SetupError} when npm fails
 */
export async function ensureInstalled() {
  if (isInstalled()) return;
  say('installing packages (npm ci)');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const env = installEnvironment();
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args], { env })
    : await run('npm', args, { env, shell: process.platform === 'win32' });
  if (code !== 0) throw new SetupError(`npm ci failed (exit code ${code}); see its messages above.`);
}
