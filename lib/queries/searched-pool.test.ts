import { performance } from 'node:perf_hooks';
import { afterAll, describe, expect, it } from 'vitest';
import { closeCompute } from '@/lib/compute/pool';
import { seededRandom } from '@/lib/core/random';
import { methodIds, retrievalMethods } from '@/lib/core/retrieval';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { Retriever, type TargetQuery } from '@/lib/core/retrieval/retrieve';
import { type RetrievalSetting, standardSetting } from '@/lib/core/retrieval/setting';
import { mostOnThisThread, SearchedPool } from './searched-pool';

afterAll(() => closeCompute());

const dimensions = 16;
const words = ['parser', 'loop', 'socket', 'matrix', 'cache', 'token'];

function makePool(rows: number, columns = dimensions): PoolMatrix {
  const random = seededRandom(3);
  const vectors = new Float32Array(new SharedArrayBuffer(rows * columns * 4));
  for (let i = 0; i < vectors.length; i++) vectors[i] = random() - 0.5;
  const each = <T>(make: (i: number) => T) => Array.from({ length: rows }, (_, i) => make(i));
  return {
    ids: each((i) => `id-${String(i).padStart(6, '0')}`),
    texts: each((i) => `the ${words[i % 6]} of the ${words[(i * 5 + 1) % 6]} number ${i}`),
    titles: each((i) => `Title ${i}`),
    descriptions: each(() => ''),
    contents: each((i) => `Content ${i}`),
    benchmarks: each((i) => `benchmark-${i % 4}`),
    tasks: each((i) => `owner__name-${i % 50}`),
    taskTexts: each((i) => `please mend the ${words[i % 6]} of this project as soon as you can`),
    types: each((i) => (i % 2 === 0 ? 'insight' : 'summary')),
    success: each((i) => i % 3 === 0),
    models: each(() => null),
    madeAt: each(() => null),
    uplifts: each(() => null),
    vectors,
    dimensions: columns,
  };
}

const pool = makePool(600);
const query: TargetQuery = {
  query: 'please mend the parser of this project as soon as you can',
  text: 'please mend the parser of this project as soon as you can',
  vector: pool.vectors!.slice(0, dimensions),
  answer: null,
  benchmark: 'benchmark-1',
  task: 'owner__name-5',
};

describe('a pool that is searched in a thread', () => {
  it('gives the very answers of this thread, under every method that compares vectors', async () => {
    const here = new SearchedPool(pool);
    const elsewhere = new SearchedPool(pool, 0);
    const compared = methodIds.filter((id) => retrievalMethods[id].needsEmbeddings);
    expect(compared.length).toBeGreaterThan(2);
    for (const method of compared) {
      for (const change of [{}, { withoutSuspects: true }, { scope: 'in-domain' as const, topN: 20 }]) {
        const setting: RetrievalSetting = { ...standardSetting, method, ...change };
        const found = await elsewhere.search(setting, query);
        expect(found).toEqual(await here.search(setting, query));
        expect(found.candidateCount).toBeGreaterThan(0);
      }
    }
  });

  it('searches together what is asked together, each with its own answer', async () => {
    const asked = Array.from({ length: 30 }, (_, i) => ({
      ...query,
      vector: pool.vectors!.slice(i * dimensions, (i + 1) * dimensions),
      benchmark: `benchmark-${i % 3}`,
      task: `owner__name-${i}`,
    }));
    for (const most of [0, mostOnThisThread]) {
      const together = new SearchedPool(pool, most);
      const found = await Promise.all(asked.map((one) => together.search(standardSetting, one)));
      expect(found).toEqual(
        asked.map((one) => new Retriever(pool, standardSetting).search(one.benchmark, [one])[0]),
      );
    }
  });

  it('brings failures back with their code', async () => {
    const asked = { ...query, vector: null };
    await expect(new SearchedPool(pool, 0).search(standardSetting, asked)).rejects.toMatchObject({
      code: 'needs-embeddings',
    });
  });

  it('leaves this thread free when the pool is large', async () => {
    const large = new SearchedPool(makePool(9_000, 2_048));
    expect(large.pool.vectors!.length).toBeGreaterThan(mostOnThisThread);
    const asked = { ...query, vector: large.pool.vectors!.slice(0, 2_048) };
    await large.search(standardSetting, asked);
    // From the second question on nothing but the search is left, which here took some milliseconds each.
    const before = performance.eventLoopUtilization();
    for (let i = 0; i < 20; i++) await large.search(standardSetting, asked);
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
  });
});
