import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endStore, storeTemplate } from '@/db/testing';
import { answerChat, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';
import type { GenerationEstimate } from '@/lib/queries/estimate-generation';
import type { GenerationRow } from '@/lib/queries/generations';
import { carryoverEnvironment, runCarryover } from './run-carryover';

const lines = [
  {
    type: 'trial',
    id: 'run1/bowling',
    benchmark: 'polyglot',
    task: 'bowling',
    condition: 'zero-shot',
    attempt: 1,
    reward: 1,
  },
  { type: 'step', source: 'user', message: 'Score a game of bowling.' },
  {
    type: 'step',
    source: 'agent',
    message: 'Let me look.',
    toolCalls: [{ name: 'bash', input: 'ls' }],
    observations: [{ content: 'bowling.py' }],
  },
];

let home: string;
let service: Awaited<ReturnType<typeof startChatService>>;
beforeAll(async () => {
  process.env.CARRYOVER_STORE_TEMPLATE = await storeTemplate();
  home = mkdtempSync(path.join(os.tmpdir(), 'carryover-cli-'));
  writeFileSync(path.join(home, 'log.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
  service = await startChatService((body, response) => answerChat(response, { content: testAnswer(body) }));
  const run = await carryover({}, 'import', path.join(home, 'log.jsonl'), '--study', 'demo');
  expect(run).toMatchObject({ code: 0 });
}, 120_000);
afterAll(async () => {
  await service?.close();
  await endStore(path.join(home, 'store'));
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

const carryover = (environment: Record<string, string>, ...words: string[]) =>
  runCarryover(carryoverEnvironment(path.join(home, 'store'), environment), ...words);

describe('carryover generate', { timeout: 120_000 }, () => {
  it('estimates, and starts nothing', async () => {
    const run = await carryover(
      {},
      'generate',
      '--study',
      'demo',
      '--model',
      'm',
      '--price',
      '1/2',
      '--estimate',
      '--json',
    );
    const { estimate } = JSON.parse(run.out) as { estimate: GenerationEstimate };
    expect(estimate).toMatchObject({ trials: 1, questions: 3, sampledTrials: 1 });
    expect(estimate.costUsd).toBeGreaterThan(0);
    expect(service.requests).toHaveLength(0);
  });

  it('makes trajectories without a key, and says which variable other types need', async () => {
    const run = await carryover({}, 'generate', '--study', 'demo', '--types', 'trajectory', '--json');
    expect((JSON.parse(run.out) as { generation: GenerationRow }).generation).toMatchObject({
      name: 'Generated memories',
      totals: { done: 1, memories: 1, requests: 0 },
    });
    const keyless = await carryover({}, 'generate', '--study', 'demo', '--types', 'insight', '--model', 'm');
    expect(keyless).toMatchObject({ code: 1, err: expect.stringContaining('OPENAI_API_KEY') });
    expect((await carryover({}, 'generate', '--study', 'demo', '--types', 'insight')).code).toBe(2);
    expect((await carryover({}, 'generate', '--study', 'demo', '--budget', 'much')).code).toBe(2);
  });

  it('asks the service, and prints what it took', async () => {
    const key = 'sk-test-0123456789abcdef';
    const env = { OPENAI_BASE_URL: service.url, OPENAI_API_KEY: key };
    const words = [
      'generate',
      '--study',
      'demo',
      '--types',
      'insight',
      'summary',
      '--model',
      'm',
      '--price',
      '1/2',
    ];
    const run = await carryover(env, ...words, '--name', 'Asked', '--budget', '5', '--judge-all');
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/^Asked: 3 memories/);
    expect(run.out).toMatch(/insight\s+1\s+0\s+0\s+0\s+2\s+120/);
    expect(run.out).toMatch(/all\s+3\s+0\s+0\s+0\s+3\s+360\s+0\.0004/);
    expect(run.out + run.err).not.toContain(key);
    expect(service.requests).toHaveLength(3);
    const again = await carryover({}, ...words, '--name', 'Replayed', '--replay', '--judge-all', '--json');
    expect((JSON.parse(again.out) as { generation: GenerationRow }).generation.totals).toMatchObject({
      fromCache: 3,
      requests: 0,
    });
  });
});
