import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endStore, storeTemplate } from '@/db/testing';
import { answerChat, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';
import { carryoverEnvironment, runCarryover } from './run-carryover';

const tasks = [0, 1, 2].map((i) => ({
  type: 'task',
  benchmark: 'alpha',
  task: `t${i}`,
  text: `Mend the parser of module ${i}`,
}));
// A word in half of the memories would weigh nothing, and their order would be one of their ids.
const memories = [0, 1, 2, 3, 4, 5].map((i) => ({
  type: 'memory',
  pool: 'pool',
  id: `m${i}`,
  memoryType: 'insight',
  title: `Read the ${i % 3 === 0 ? 'parser' : 'socket'} first`,
  content: `Whatever the ${i % 3 === 0 ? 'module' : 'weather'}, case ${i}.`,
  sourceBenchmark: 'beta',
  sourceTask: 'other',
}));

let home: string;
let service: Awaited<ReturnType<typeof startChatService>>;
beforeAll(async () => {
  process.env.CARRYOVER_STORE_TEMPLATE = await storeTemplate();
  home = mkdtempSync(path.join(os.tmpdir(), 'carryover-cli-'));
  writeFileSync(
    path.join(home, 'log.jsonl'),
    [...tasks, ...memories].map((l) => JSON.stringify(l)).join('\n'),
  );
  service = await startChatService((body, response) => answerChat(response, { content: testAnswer(body) }));
  expect(await carryover({}, 'import', path.join(home, 'log.jsonl'), '--study', 'demo')).toMatchObject({
    code: 0,
  });
}, 180_000);
afterAll(async () => {
  await service?.close();
  await endStore(path.join(home, 'store'));
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

const carryover = (environment: Record<string, string>, ...words: string[]) =>
  runCarryover(carryoverEnvironment(path.join(home, 'store'), environment), ...words);

describe('carryover judge-relevance', { timeout: 180_000 }, () => {
  const words = ['judge-relevance', '--study', 'demo', '--model', 'm', '--depth', '2'];

  it('judges the newest ablation, and its labels measure the arms', async () => {
    const ablate = ['ablate', '--study', 'demo', '--methods', 'bm25', 'random', '--scopes', 'all'];
    const before = await carryover({}, ...ablate, '--json');
    expect(JSON.parse(before.out)).toMatchObject({
      quality: { source: { id: 'hand' }, labelCount: 0, k: 3 },
      replay: { taskCount: 3, trialCount: 0, arms: [{ sameSet: { gain: { value: null } } }, {}] },
    });
    expect(before.code).toBe(0);

    const estimated = await carryover({}, ...words, '--estimate', '--price', '1/2');
    expect(estimated.out).toMatch(/questions about 3 tasks, \$0\.\d+\./);
    expect(service.requests).toHaveLength(0);
    const env = { OPENAI_BASE_URL: service.url, OPENAI_API_KEY: 'sk-test' };
    const judged = await carryover(env, ...words, '--k', '2');
    expect(judged.err).toBe('');
    expect(judged.out).toMatch(/^\d+ memories judged\n/);
    expect(judged.out).toContain('Against labels (m (relevance v1))');
    expect(judged.out).toContain('nDCG@2');
    expect(judged.out).toMatch(/an estimate from logged trials/);
    const asked = service.requests.length;
    expect(asked).toBeGreaterThan(5);

    const again = await carryover(env, ...words, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ judged: 0, left: 0, quality: { labelCount: asked } });
    expect(service.requests).toHaveLength(asked);
    // Marks belong to tasks and memories: another ablation finds them.
    const labelled = await carryover({}, ...ablate, '--labels', 'm (relevance v1)', '--k', '1', '--json');
    const { quality } = JSON.parse(labelled.out);
    expect(quality).toMatchObject({ k: 1, source: { id: 'm (relevance v1)' }, relevantTasks: 3 });
    expect(quality.arms[0].metrics.hitRate.estimate.value).toBe(1);
  });
});
