import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRun, memory, retrieval, retrievalHit } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import type { MemoryRecord } from '@/lib/importers/importer';
import { matchRetrievedTexts } from './match-retrieved-texts';
import { createStudy } from './studies';
import { writeRecords } from './write-records';

const lesson = 'Before any edit, run the whole test suite, note what fails, and compare with it at the end.';

const memoryRecord = (pool: string, content: string): MemoryRecord => ({
  kind: 'memory',
  pool,
  externalId: content.slice(0, 20),
  type: 'insight',
  title: 'Run the tests first',
  description: '',
  content,
  keyText: 'Run the tests first',
  sourceBenchmark: 'bench',
  sourceTask: null,
  sourceTaskText: null,
  success: true,
  embeddings: [],
});

describe.each(testDatabases)('matching retrieved texts on $name', ({ open }) => {
  let store: TestStore;
  const scope = { studyId: '', importId: '' };
  const signal = new AbortController().signal;
  beforeAll(async () => {
    store = await open();
    scope.studyId = (await createStudy(store.db, { name: 'Study' })).id;
    const rows = await store.db
      .insert(importRun)
      .values({ studyId: scope.studyId, label: 'x', sources: [] })
      .returning();
    scope.importId = rows[0]!.id;
  });
  afterAll(async () => {
    await closeCompute();
    await store?.close();
  });

  const hits = () =>
    store.db
      .select({
        rank: retrievalHit.rank,
        match: retrievalHit.match,
        similarity: retrievalHit.similarity,
        content: memory.content,
      })
      .from(retrievalHit)
      .innerJoin(retrieval, eq(retrieval.id, retrievalHit.retrievalId))
      .leftJoin(memory, eq(memory.id, retrievalHit.memoryId))
      .where(eq(retrieval.studyId, scope.studyId))
      .orderBy(asc(retrievalHit.rank));

  it('finds the same text, then near-duplicates, and leaves the rest open', async () => {
    const texts = [
      `## Title: Run the tests first\n## Content: ${lesson.toUpperCase()}`,
      lesson.replace(' at the end', ''),
      'Nothing that any pool holds.',
    ];
    await writeRecords(store.db, scope, [
      memoryRecord('pool', `${lesson} Then clean up.`),
      memoryRecord('pool', 'Something else entirely, about databases and their indexes.'),
      {
        kind: 'retrieval',
        benchmark: 'bench',
        task: 'task-1',
        trial: null,
        retrieval: {
          query: 'q',
          method: null,
          hits: texts.map((text, i) => ({ rank: i + 1, score: null, memoryExternalId: null, text })),
        },
      },
    ]);
    await matchRetrievedTexts(store.db, scope.studyId, signal);
    const [first, second, third] = await hits();
    expect(first).toMatchObject({ match: 'near', content: `${lesson} Then clean up.` });
    expect(second).toMatchObject({ match: 'near' });
    expect(second!.similarity).toBeGreaterThan(0.5);
    expect(second!.similarity).toBeLessThan(1);
    expect(third).toEqual({ rank: 3, match: null, similarity: null, content: null });
  });

  it('prefers the exact memory of a pool that comes later', async () => {
    await writeRecords(store.db, scope, [memoryRecord('later', lesson)]);
    await matchRetrievedTexts(store.db, scope.studyId, signal);
    const [first] = await hits();
    expect(first).toEqual({ rank: 1, match: 'exact', similarity: null, content: lesson });
  });
});
