import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { importRun, job, memory } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { answerVectors, startEmbeddingService } from '@/lib/embedders/test-server';
import { embeddingRequest } from '@/lib/http/embedding-schema';
import type { MemoryRecord } from '@/lib/importers/importer';
import { embedMissingMemories } from '@/lib/mutations/embed';
import { startEmbedding } from '@/lib/mutations/start-embedding';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { estimateEmbedding } from './estimate-embedding';
import { getVectorSets } from './vector-sets';

const running = { signal: new AbortController().signal, report: () => {} };
const record = (i: number, keyText: string, vector?: number[]): MemoryRecord => ({
  kind: 'memory',
  pool: 'pool',
  externalId: `m${i}`,
  type: 'insight',
  title: `Title ${i}`,
  description: '',
  content: `Do step ${i}.`,
  keyText,
  sourceBenchmark: null,
  sourceTask: null,
  sourceTaskText: null,
  success: null,
  embeddings: vector ? [{ model: 'imported', vector: Float32Array.from(vector) }] : [],
});

let store: TestStore;
let studyId: string;
let service: Awaited<ReturnType<typeof startEmbeddingService>>;
const environment = { key: process.env.OPENAI_API_KEY, url: process.env.OPENAI_BASE_URL };
const use = (name: string, value: string | undefined) => {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
};
beforeAll(async () => {
  store = await openTestStore();
  service = await startEmbeddingService(answerVectors);
  studyId = (await createStudy(store.db, { name: 'Study' })).id;
  const [run] = await store.db.insert(importRun).values({ studyId, label: 'x', sources: [] }).returning();
  await writeRecords(store.db, { studyId, importId: run!.id }, [
    record(0, 'shared', [0.6, 0.8]),
    record(1, 'shared', [3, 4]),
    record(2, 'x'.repeat(25_000)),
    record(3, 'four'),
  ]);
});
afterAll(async () => {
  await service?.close();
  await store?.close();
});
afterEach(() => {
  use('OPENAI_API_KEY', environment.key);
  use('OPENAI_BASE_URL', environment.url);
});

describe('the vectors of a study', () => {
  it('are estimated before they are made, with nothing sent', async () => {
    use('OPENAI_API_KEY', 'sk-test');
    use('OPENAI_BASE_URL', undefined);
    const request = embeddingRequest.parse({ model: 'text-embedding-3-small', dimensions: 512 });
    expect(request).toEqual({ model: 'text-embedding-3-small@512', keyText: 'key' });
    const estimate = await estimateEmbedding(store.db, studyId, request);
    expect(estimate).toEqual({
      model: 'text-embedding-3-small@512',
      keyText: 'key',
      memories: 4,
      texts: 3,
      longTexts: 1,
      maxChars: 20_000,
      tokens: 5_000 + 2 + 1,
      costUsd: (5_003 * 0.02) / 1e6,
      usdPerMillion: 0.02,
      host: 'api.openai.com',
    });
    use('OPENAI_BASE_URL', service.url);
    const elsewhere = await estimateEmbedding(store.db, studyId, request);
    expect(elsewhere).toMatchObject({ costUsd: null, host: expect.stringMatching(/^127\.0\.0\.1:/) });
    expect(service.requests).toHaveLength(0);
  });

  it('are listed by model and text, with what is missing, cut and of unit length', async () => {
    use('OPENAI_API_KEY', 'sk-test');
    use('OPENAI_BASE_URL', service.url);
    await embedMissingMemories(store.db, studyId, 'my-model', { ...running, keyText: 'full-text' });
    await embedMissingMemories(store.db, studyId, 'my-model', running);
    const { memoryCount, sets } = await getVectorSets(store.db, studyId);
    expect(memoryCount).toBe(4);
    expect(sets).toEqual([
      {
        model: 'my-model',
        keyText: 'key',
        dimensions: { least: 4, most: 4 },
        memories: 4,
        missing: 0,
        unitLength: { yes: 0, no: 4, unknown: 0 },
        cut: 1,
        canEmbed: true,
      },
      expect.objectContaining({
        model: 'imported',
        memories: 2,
        missing: 2,
        unitLength: { yes: 1, no: 1, unknown: 0 },
      }),
      expect.objectContaining({ model: 'my-model', keyText: 'full-text', memories: 4, cut: 0 }),
    ]);
    const nothing = await estimateEmbedding(store.db, studyId, { model: 'my-model', keyText: 'key' });
    expect(nothing).toMatchObject({ memories: 0, texts: 0, tokens: 0, costUsd: 0 });
  });

  it('are not started for what is known to fail, nor twice at once', async () => {
    use('OPENAI_API_KEY', undefined);
    use('OPENAI_BASE_URL', undefined);
    const start = (model: string) => startEmbedding(store.db, studyId, { model, keyText: 'key' });
    await expect(start('text-embedding-3-small')).rejects.toMatchObject({ code: 'needs-embeddings' });
    await expect(start('transformers:a/b')).rejects.toMatchObject({
      hint: 'Run: npm install @huggingface/transformers',
    });
    await expect(startEmbedding(store.db, 'nowhere', { model: 'x', keyText: 'key' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(() => embeddingRequest.parse({ dimensions: 0 })).toThrow();
    expect(() => embeddingRequest.parse({ keyText: 'everything' })).toThrow();
    await start('universal-sentence-encoder-lite');
    await expect(start('universal-sentence-encoder-lite')).rejects.toMatchObject({ code: 'conflict' });
    await store.db.delete(job).where(eq(job.studyId, studyId));
    await store.db.delete(memory).where(eq(memory.studyId, studyId));
    expect(await getVectorSets(store.db, studyId)).toMatchObject({ memoryCount: 0, sets: [], job: null });
  });
});
