/**
 * The comparison page of a made study of 30 conditions x 1,000 tasks x 3 attempts in a real browser: how long until it
 * answers, and how long until its numbers are painted anew when a setting is changed. The page of the jobs, which holds next
 * to nothing, says what the browser and the framework take of it on the same machine.
 */
import { type Browser, chromium, type Page } from 'playwright';
import { openTestStore } from '@/db/testing';
import { ensureBuilt } from '../scripts/setup/build.mjs';
import { findChromium } from '../scripts/setup/chromium.mjs';
import { anyFreePort } from '../scripts/setup/port.mjs';
import { startServer } from '../scripts/setup/server.mjs';
import { drawPasses, fullSize as size, writeGainsStudy } from './gains-study';
import { median, printMachine } from './measure';

const [usableGoalMs, repaintGoalMs] = [1_500, 200];
const [loads, changes] = [9, 12];

/** Milliseconds from asking for a page until React has taken over what a selector finds. */
async function usableAfter(browser: Browser, address: string, selector: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(address, { waitUntil: 'commit' });
  const ms = await page.evaluate(async (wanted) => {
    for (;;) {
      const element = document.querySelector(wanted);
      // React leaves a key of its own on what it has taken over.
      if (element && Object.keys(element).some((key) => key.startsWith('__reactProps'))) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return performance.now();
  }, selector);
  await page.close();
  return ms;
}

/** Milliseconds from choosing an average until the table of gains that it gives is on screen. */
const repaintAfter = (page: Page, average: string): Promise<number> =>
  page.evaluate(async (label) => {
    const table = document.querySelector('table.data-table')!;
    const before = table.textContent;
    const choice = [...document.querySelectorAll('label')].find((one) => one.textContent === label)!;
    const started = performance.now();
    const painted = new Promise<number>((resolve) => {
      const watch = new MutationObserver(() => {
        if (document.querySelector('table.data-table')?.textContent === before) return;
        watch.disconnect();
        // A message sent in a frame is read after that frame was painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - started);
          port2.postMessage(null);
        });
      });
      watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    choice.click();
    return painted;
  }, average);

await ensureBuilt();
const store = await openTestStore();
const studyId = await writeGainsStudy(store.db, size, drawPasses(size, 3));
const { url, child, ended } = await startServer({
  host: '127.0.0.1',
  port: await anyFreePort(),
  env: { CARRYOVER_HOME: store.home, DATABASE_URL: '', OPENAI_API_KEY: '' },
});
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ['--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
try {
  printMachine();
  const gains = `${url}/studies/${studyId}/gains?average=macro`;
  const number = '[popovertarget="cell-card"]';
  await usableAfter(browser, gains, number);
  const [usable, floor]: [number[], number[]] = [[], []];
  for (let i = 0; i < loads; i++) {
    usable.push(await usableAfter(browser, gains, number));
    floor.push(await usableAfter(browser, `${url}/jobs`, 'header button'));
  }
  console.log(
    `the page answers: median ${median(usable).toFixed(0)} ms, goal ${usableGoalMs} ms, ratio ${(median(usable) / usableGoalMs).toFixed(2)}; the page of the jobs ${median(floor).toFixed(0)} ms (lower is better)`,
  );
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(gains);
  await page.locator('#flips').waitFor();
  const repaints: number[] = [];
  for (let i = 0; i < changes; i++) {
    await page.waitForTimeout(1_000);
    repaints.push(await repaintAfter(page, i % 2 === 0 ? 'task-weighted' : 'macro'));
  }
  console.log(
    `numbers painted after a change: median ${median(repaints).toFixed(0)} ms (${Math.min(...repaints).toFixed(0)} to ${Math.max(...repaints).toFixed(0)}), goal ${repaintGoalMs} ms, ratio ${(median(repaints) / repaintGoalMs).toFixed(2)} (lower is better)`,
  );
  if (median(usable) > usableGoalMs || median(repaints) > repaintGoalMs) process.exitCode = 1;
} finally {
  await browser.close();
  child.kill('SIGTERM');
  await ended;
  await store.close();
}
