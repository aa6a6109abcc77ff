/** `npm test`: everything that must hold, from a fresh clone, ending in one line of counts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './setup/build.mjs';
import { ensureChromium, noChromium } from './setup/chromium.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { requireNode } from './setup/node-version.mjs';
import { inRoot, SetupError, say } from './setup/project.mjs';
import { script } from './setup/script.mjs';
import { runNode } from './setup/steps.mjs';
import { addCounts, countCheck, countPlaywright, countVitest, formatCounts } from './setup/test-counts.mjs';

const reports = mkdtempSync(path.join(os.tmpdir(), 'carryover-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));
const tool = (/** @type {string} */ file) => inRoot('node_modules', file);
const failed = { passed: 0, failed: 1, skipped: 0 };

/** Test runners set NODE_ENV themselves, unless somebody did before them. */
const { NODE_ENV: _, ...testEnvironment } = process.env;

/** @param {string} file */
function readReport(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

async function checkTypes() {
  const generated = await runNode(tool('next/dist/bin/next'), ['typegen']);
  return countCheck(generated || (await runNode(tool('typescript/bin/tsc'), ['--noEmit'])));
}

const checkStyle = async () => countCheck(await runNode(tool('@biomejs/biome/bin/biome'), ['check', '.']));

async function unitTests() {
  const report = path.join(reports, 'vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runNode(tool('vitest/vitest.mjs'), args, { env: testEnvironment });
  return countVitest(readReport(report), code);
}

async function browserTests() {
  const chromium = await ensureChromium();
  if (!chromium) throw new SetupError(noChromium);
  await ensureBuilt();
  const report = path.join(reports, 'playwright.json');
  const env = { ...testEnvironment, CHROMIUM_PATH: chromium, CARRYOVER_E2E_REPORT: report };
  const code = await runNode(tool('playwright/cli.js'), ['test'], { env });
  return countPlaywright(readReport(report), code);
}

/** One failing part does not hide the next. */
async function part(/** @type {string} */ name, /** @type {() => Promise<typeof failed>} */ runPart) {
  say(`${name} ...`);
  try {
    const result = await runPart();
    say(`${name}: ${formatCounts(result)}`);
    return result;
  } catch (error) {
    console.error(`carryover: ${name}: ${error instanceof SetupError ? error.message : error}`);
    return failed;
  }
}

await script(async () => {
  const results = [];
  try {
    requireNode();
    await ensureInstalled();
    results.push(await part('type check', checkTypes));
    results.push(await part('lint', checkStyle));
    results.push(await part('unit and integration tests', unitTests));
    results.push(await part('browser tests', browserTests));
  } catch (error) {
    console.error(`carryover: ${error instanceof SetupError ? error.message : error}`);
    results.push(failed);
  }
  const total = addCounts(results);
  console.log(formatCounts(total));
  return total.failed === 0 ? 0 : 1;
});
