import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { inRoot, say } from './project.mjs';
import { run, runNode } from './steps.mjs';

/** Where distributions put a Chromium that Playwright can drive. */
const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const noChromium =
  'No Chromium for the browser tests. Install one (`npx playwright install chromium`, or your ' +
  "system's package) or name one with CHROMIUM_PATH=/path/to/chromium.";

/** Whether the program starts: a file alone proves little (packages leave wrapper scripts behind). */
export function isRunnable(/** @type {string} */ file) {
  const answer = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return answer.status === 0 && /chrom/i.test(answer.stdout);
}

/** The browser that Playwright's own installer would use; null before packages are installed. */
function playwrightsOwn() {
  try {
    return createRequire(inRoot('package.json'))('playwright').chromium.executablePath();
  } catch {
    return null;
  }
}

/**
 * The first browser that starts: the chosen one, the system's, Playwright's.
 *
 * @param {{ chosen?: string, system?: readonly string[], own?: string | null, runnable?: (file: string) => boolean }} [places]
 * @returns {string | null}
 */
export function findChromium({
  chosen = process.env.CHROMIUM_PATH,
  system = systemPaths,
  own = playwrightsOwn(),
  runnable = isRunnable,
} = {}) {
  if (chosen) {
    if (runnable(chosen)) return chosen;
    say(`CHROMIUM_PATH=${chosen} does not start; looking elsewhere`);
  }
  return [...system, own].find((file) => file && runnable(file)) ?? null;
}

/**
 * Finds a Chromium, else installs one: Playwright's, else (as root) the distribution's.
 *
 * @returns {Promise<string | null>} null when all of that failed
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  say('no Chromium found; asking Playwright to install one');
  await runNode(inRoot('node_modules/playwright/cli.js'), ['install', 'chromium']);
  const installed = findChromium();
  if (installed) return installed;
  if (process.getuid?.() === 0) {
    say('trying the distribution: apt-get install chromium');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env });
    await run('apt-get', ['install', '-y', 'chromium'], { env });
  }
  return findChromium();
}
