/**
 * One retrieval through the built app, as agents ask for it: 6,000 memories, texts whose vectors are known, 50
 * connections; asked for as another attempt at the task did, and so that every question is searched anew. Measured as a closed loop (each connection asks again as soon as it has its answer: the most the server
 * can do) and as an open one (questions come at a stated rate, whether or not the answers before them have come; a
 * question's time runs from when it was due). Yardsticks of the same run: the health route, which asks the database one
 * question, and a static route, which is what Next itself takes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { seededRandom } from '@/lib/core/random';
import { defaultModel } from '@/lib/embedders';
import { ensureBuilt } from '../scripts/setup/build.mjs';
import { anyFreePort } from '../scripts/setup/port.mjs';
import { startServer } from '../scripts/setup/server.mjs';
import { clusteredVectors, documents } from './data';
import { type Asked, LeanClient } from './lean-client';
import { printMachine } from './measure';

const [memoryCount, dimensions, taskCount] = [6_000, 512, 40];
const inFlight = 50;
const goalMs = 15;
const seconds = Number(process.env.BENCH_SECONDS ?? 8);
/** Of the rate that the closed loop reached: an open loop above the most that the server can do has no end. */
const openShares = [0.25, 0.5];
const rounds = 3;

const home = mkdtempSync(path.join(os.tmpdir(), 'carryover-retrieve-'));
writeFileSync(path.join(home, 'pool.jsonl'), poolFile());
await ensureBuilt();
const port = await anyFreePort();
const { url, child, ended } = await startServer({
  host: '127.0.0.1',
  port,
  env: { CARRYOVER_HOME: path.join(home, 'data'), DATABASE_URL: '', OPENAI_API_KEY: '' },
});
const client = new LeanClient(port, inFlight);

try {
  printMachine();
  await importPool();
  const tasks = documents(taskCount, 40, 200, 3);
  const ask = (i: number, more: object = {}) => ({
    path: '/api/v1/retrieve',
    body: JSON.stringify({
      study: 'Bench',
      task: tasks[i % taskCount],
      benchmark: 'benchmark-1',
      taskId: `task-${i % taskCount}`,
      ...more,
    }),
  });
  const question = (i: number) => ask(i);
  // Names another budget for a language model that its setting does not ask, so that no answer is kept for it.
  const newQuestion = (i: number) => ask(i, { llm: { model: 'not asked', budgetUsd: 1 + i / 1e6 } });
  for (let i = 0; i < taskCount; i++) {
    const first = JSON.parse(await client.ask(question(i))) as { hits: object[] };
    if (first.hits.length !== 3) throw new Error('the warm-up found no three memories');
  }
  const kinds: [name: string, make: (i: number) => Asked][] = [
    ['retrieve, as another attempt did', question],
    ['retrieve, searched anew', newQuestion],
    ['health', () => ({ path: '/api/v1/health' })],
    ['static route', () => ({ path: '/api/v1/openapi.json' })],
  ];
  const closed = new Map<string, Load[]>(kinds.map(([name]) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, make] of kinds) {
      const load = await closedLoop(make, round < 0 ? 2 : seconds);
      if (round >= 0) closed.get(name)!.push(load);
    }
  }
  const best = new Map([...closed].map(([name, loads]) => [name, loads.sort((a, b) => a.p95 - b.p95)[0]!]));
  for (const [name, load] of best)
    print(`${name}, closed loop of ${inFlight}, best of ${rounds} rounds`, load);
  const ratio = (other: string) =>
    (best.get(other)!.rate / best.get('retrieve, searched anew')!.rate).toFixed(2);
  console.log(
    `time of one retrieve, ratio to health ${ratio('health')}, to a static route ${ratio('static route')} (lower is better)`,
  );
  let served: Load | undefined;
  const openRates = openShares.map((share) =>
    Math.max(1, Math.floor(share * best.get('retrieve, searched anew')!.rate)),
  );
  for (const rate of openRates) {
    served = await openLoop(newQuestion, rate);
    print(`retrieve, searched anew, open loop at ${rate}/s`, served);
    // Above the most that it can do its queue would have no end.
    if (rate < 0.8 * best.get('health')!.rate)
      print(`health, open loop at ${rate}/s`, await openLoop(() => ({ path: '/api/v1/health' }), rate));
  }
  for (const [name, load] of [
    ['closed loop, as another attempt did', best.get('retrieve, as another attempt did')!],
    ['closed loop, searched anew', best.get('retrieve, searched anew')!],
    [`open loop at ${openRates.at(-1)}/s`, served!],
  ] as const) {
    console.log(
      `${name}: p95 ${load.p95.toFixed(1)} ms, ratio to the goal of ${goalMs} ms ${(load.p95 / goalMs).toFixed(2)} (lower is better)`,
    );
  }
} finally {
  client.close();
  child.kill('SIGTERM');
  await ended;
  rmSync(home, { recursive: true, force: true });
}

interface Load {
  p50: number;
  p95: number;
  p99: number;
  /** Answers per second. */
  rate: number;
}

function print(name: string, { p50, p95, p99, rate }: Load): void {
  console.log(
    `${name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${rate.toFixed(0)} answers/s`,
  );
}

/** All connections ask again and again for as long as it lasts. */
async function closedLoop(make: (i: number) => Asked, lastsSeconds: number): Promise<Load> {
  const times: number[] = [];
  const started = performance.now();
  let next = 0;
  const one = async () => {
    while (performance.now() - started < lastsSeconds * 1000) {
      const asked = performance.now();
      await client.ask(make(next++));
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return summary(times, performance.now() - started);
}

/** Questions come by chance (seeded, exponential gaps) at a rate; one that has to wait for a connection waits visibly. */
async function openLoop(make: (i: number) => Asked, rate: number): Promise<Load> {
  const random = seededRandom(rate);
  const times: number[] = [];
  const pending: Promise<void>[] = [];
  const started = performance.now();
  for (let due = 0, i = 0; due < seconds * 1000; i++) {
    due += (-Math.log(1 - random()) * 1000) / rate;
    const wait = due - (performance.now() - started);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    // A timer fires up to a millisecond late, which is not the server's doing; a client that lags behind is.
    const from = Math.min(performance.now(), started + due + 1);
    pending.push(client.ask(make(i)).then(() => void times.push(performance.now() - from)));
  }
  await Promise.all(pending);
  return summary(times, performance.now() - started);
}

function summary(times: number[], lastedMs: number): Load {
  times.sort((a, b) => a - b);
  const at = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), rate: (1000 * times.length) / lastedMs };
}

/** Memories with vectors of the local model's name and width: queries are really embedded, once. */
function poolFile(): string {
  const vectors = clusteredVectors(memoryCount, dimensions, 40, 1);
  const texts = documents(memoryCount, 40, 80, 2);
  return texts
    .map((text, i) =>
      JSON.stringify({
        type: 'memory',
        pool: `pool-${i % 4}`,
        id: `m-${i}`,
        memoryType: ['insight', 'summary', 'workflow'][i % 3],
        title: text.slice(0, 60),
        description: text.slice(60, 160),
        content: text,
        keyText: text,
        sourceBenchmark: `benchmark-${i % 6}`,
        sourceTask: `task-${i % 500}`,
        sourceTaskText: text,
        success: i % 3 !== 0,
        embeddings: [
          {
            model: defaultModel,
            vector: Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions), (x) =>
              Number(x.toFixed(5)),
            ),
          },
        ],
      }),
    )
    .join('\n');
}

async function importPool(): Promise<void> {
  const post = async (address: string, body: unknown) =>
    JSON.parse(
      await (
        await fetch(`${url}${address}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).text(),
    ) as Record<string, { id: string }>;
  const { study } = await post('/api/v1/studies', { name: 'Bench' });
  const { job } = await post(`/api/v1/studies/${study!.id}/imports`, {
    paths: [path.join(home, 'pool.jsonl')],
  });
  for (let state = ''; state !== 'done'; ) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const answer = JSON.parse(await client.ask({ path: `/api/v1/jobs/${job!.id}` })) as {
      job: { state: string };
    };
    state = answer.job.state;
    if (!['queued', 'running', 'done'].includes(state)) throw new Error(`the import ended as ${state}`);
  }
}
