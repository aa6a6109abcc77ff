/**
 * How long pages take while an import runs flat out: the built app on a data folder of its own, the sample study in it,
 * a Harbor tree being imported, and pages asked for one after another.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from '../scripts/setup/build.mjs';
import { anyFreePort } from '../scripts/setup/port.mjs';
import { startServer } from '../scripts/setup/server.mjs';
import { growRealTree } from './grow-real-tree';
import { makeHarborTree } from './make-harbor-tree';
import { printMachine } from './measure';

const trialCount = 3_000;
const goalMs = 200;

const quantile = (times: readonly number[], q: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))]!;

const home = mkdtempSync(path.join(os.tmpdir(), 'carryover-latency-'));
const folder = path.join(home, 'tree');
const samples = process.env.CARRYOVER_SAMPLES ?? path.resolve('../shared/samples');
if (!growRealTree(samples, folder, { trials: trialCount })) makeHarborTree(folder, trialCount, 20);

await ensureBuilt();
const port = await anyFreePort();
const { url, child, ended } = await startServer({
  host: '127.0.0.1',
  port,
  env: { CARRYOVER_HOME: path.join(home, 'data'), DATABASE_URL: '', OPENAI_API_KEY: '' },
});
const post = async (address: string, body: unknown) =>
  (await fetch(`${url}${address}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then((answer) => answer.json())) as Record<string, { id: string }>;

/** Asks for the pages in turn for as long as `until` says; @returns milliseconds of each answer, whole */
async function ask(pages: readonly string[], until: () => Promise<boolean>): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(pages.map((page) => [page, []]));
  while (await until()) {
    for (const page of pages) {
      const start = performance.now();
      const answer = await fetch(`${url}${page}`);
      await answer.text();
      if (!answer.ok) throw new Error(`${page} answered ${answer.status}`);
      times.get(page)!.push(performance.now() - start);
    }
  }
  return times;
}

try {
  printMachine();
  const { study } = await post('/api/v1/studies', { name: 'Latency' });
  const pages = ['', '/gains', '/tasks', '/memories', '/import'].map(
    (page) => `/studies/${study!.id}${page}`,
  );
  let rounds = 0;
  await ask(pages, async () => rounds++ < 30);
  rounds = 0;
  const idle = await ask(pages, async () => rounds++ < 20);
  const { job } = await post(`/api/v1/studies/${study!.id}/imports`, { paths: [folder] });
  const state = async () => {
    const answer = (await (await fetch(`${url}/api/v1/jobs/${job!.id}`)).json()) as {
      job: { state: string };
    };
    return answer.job.state;
  };
  const busy = await ask(pages, async () => ['queued', 'running'].includes(await state()));
  if ((await state()) !== 'done') throw new Error('the import did not end well');
  for (const [page, times] of busy) {
    const name = page.split('/').slice(3).join('/') || 'overview';
    console.log(
      `${name}: p95 ${quantile(times, 0.95).toFixed(0)} ms while importing (${times.length} requests), idle ${quantile(idle.get(page)!, 0.95).toFixed(0)} ms`,
    );
  }
  const all = quantile([...busy.values()].flat(), 0.95);
  console.log(
    `all pages: p95 ${all.toFixed(0)} ms, ratio to the goal of ${goalMs} ms ${(all / goalMs).toFixed(2)} (lower is better)`,
  );
  if (all > goalMs) process.exitCode = 1;
} finally {
  child.kill('SIGTERM');
  await ended;
  rmSync(home, { recursive: true, force: true });
}
