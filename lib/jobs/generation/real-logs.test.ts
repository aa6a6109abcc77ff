import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memory } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { generationSpec } from '@/lib/core/memories/generation-spec';
import { trajectoryMemoryLimits } from '@/lib/core/memories/trajectory-text';
import { answerChat, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';
import { startGeneration } from '@/lib/mutations/generations';
import { cancelJob, retryJob } from '@/lib/mutations/jobs';
import { startImport } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { answerJson } from '@/lib/openai/test-server';
import { getGeneration } from '@/lib/queries/generations';
import { getJob, type JobRow } from '@/lib/queries/jobs';
import { closeQueue } from '../queue';
import { JobRunner } from '../runner';

const samples = process.env.CARRYOVER_SAMPLES ?? path.resolve('../shared/samples');
const folders = ['mini-swe-agent', 'swe-agent', 'atif']
  .map((name) => path.join(samples, name))
  .filter(existsSync);
if (folders.length === 0) console.warn('skipped: no sample files, no memories are generated from real logs');

describe.skipIf(folders.length === 0)('memories of real trajectories', { timeout: 180_000 }, () => {
  let store: TestStore;
  let runner: JobRunner;
  let studyId: string;
  let service: Awaited<ReturnType<typeof startChatService>>;
  beforeAll(async () => {
    store = await openTestStore();
    service = await startChatService((body, response, n) => {
      if (n % 6 === 1) return answerJson(response, 429, { error: { message: 'slow down' } });
      if (n % 9 === 4) return answerJson(response, 500, { error: { message: 'boom' } });
      if (n % 10 === 5 && body.messages.length === 2)
        return answerChat(response, { content: 'I would say {' });
      answerChat(response, { content: testAnswer(body) });
    });
    Object.assign(process.env, { OPENAI_BASE_URL: service.url, OPENAI_API_KEY: 'sk-test' });
    studyId = (await createStudy(store.db, { name: 'Real' })).id;
    runner = new JobRunner(store);
    await runner.start();
    const sources = folders.map((folder) => ({ kind: 'folder' as const, path: folder }));
    const { job } = await startImport(store.db, { studyId, label: 'samples', sources, conditionLabel: null });
    expect((await ended(job.id)).state).toBe('done');
  }, 180_000);
  afterAll(async () => {
    delete process.env.OPENAI_BASE_URL;
    delete process.env.OPENAI_API_KEY;
    await runner?.stop();
    await closeCompute();
    await closeQueue();
    await store?.close();
    await service?.close();
  });

  async function ended(id: string): Promise<JobRow> {
    for (;;) {
      const row = await getJob(store.db, id);
      if (row && row.state !== 'queued' && row.state !== 'running') return row;
      await sleep(30);
    }
  }

  const spec = (more: object = {}) =>
    generationSpec.parse({
      types: ['trajectory', 'workflow', 'summary', 'insight'],
      model: 'test-model',
      judgeTrialsWithoutVerifier: true,
      judgeTrialsWithVerifier: true,
      ...more,
    });

  it('end complete in spite of faults and of being cut off', async () => {
    const { generationId, job } = await startGeneration(store.db, { studyId, name: 'Real', spec: spec() });
    while (service.requests.length < 20) await sleep(10);
    await cancelJob(store.db, job.id);
    expect((await ended(job.id)).state).toBe('cancelled');
    await retryJob(store.db, job.id);
    expect((await ended(job.id)).state).toBe('done');

    const { totals, problems } = (await getGeneration(store.db, generationId))!;
    expect(totals.total).toBeGreaterThan(75);
    expect(totals.waiting).toBe(0);
    // Nothing fails; logs without a single action are passed over, and say so.
    expect(problems.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(problems.every(({ reason }) => reason === 'nothing-done' || reason === 'no-outcome')).toBe(true);
    expect(totals.done).toBeGreaterThan(totals.total * 0.8);

    const made = await store.db.select().from(memory).where(eq(memory.type, 'trajectory'));
    const texts = made.filter(({ details }) => details?.generation === 'Real').map(({ content }) => content);
    expect(texts.length).toBeGreaterThan(12);
    for (const text of texts) {
      expect(text.trim()).not.toBe('');
      expect(text.length).toBeLessThanOrEqual(trajectoryMemoryLimits.whole);
    }
    expect(texts.some((text) => text.includes('left out …]'))).toBe(true);
    for (const { body } of service.requests) {
      const asked = body.messages.reduce((sum, { content }) => sum + content.length, 0);
      expect(asked).toBeLessThan(125_000);
    }
  });

  it('is replayed without a request', async () => {
    const before = service.requests.length;
    const { generationId, job } = await startGeneration(store.db, {
      studyId,
      name: 'Again',
      spec: spec({ replayOnly: true }),
    });
    expect((await ended(job.id)).state).toBe('done');
    expect(service.requests).toHaveLength(before);
    expect((await getGeneration(store.db, generationId))!.totals).toMatchObject({
      failed: 0,
      waiting: 0,
      requests: 0,
    });
  });
});
