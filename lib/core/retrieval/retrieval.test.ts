import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { bm25 } from './bm25';
import { cosine } from './cosine';
import { retrievalMethods } from './index';
import { everyRow, testPool } from './test-pool';
import { tokenise } from './tokens';

interface CosineGolden {
  cases: {
    id: string;
    ks: number[];
    corpus: number[][];
    queries: number[][];
    expected: { query: number; ids: number[]; scores: number[] }[];
  }[];
}
/** Ids whose order as text is their order as numbers. */
const padded = (i: number) => String(i).padStart(4, '0');
const query = (text: string, vector: Float32Array | null = null) => ({ text, vector, seed: 1 });

describe.each(readGolden<CosineGolden>('cosine_topk').cases)(
  'cosine on $id',
  ({ id, ks, corpus, queries, expected }) => {
    const dimensions = corpus[0]!.length;
    const pool = testPool({
      ids: corpus.map((_, i) => padded(i)),
      vectors: Float32Array.from(corpus.flat()),
      dimensions,
    });
    const search = cosine.index(pool, everyRow(pool));
    const exactIds = !['ties_zero_vectors', 'near_ties'].includes(id);
    const sameRow = (a: number, b: number) => JSON.stringify(corpus[a]) === JSON.stringify(corpus[b]);

    it.each(ks)('gives the scores of scikit-learn at k = %i', (k) => {
      const found = search(
        queries.map((vector) => query('', Float32Array.from(vector))),
        k,
      );
      for (const reference of expected) {
        const hits = found[reference.query]!;
        expect(hits).toHaveLength(Math.min(k, corpus.length));
        hits.forEach((hit, rank) => {
          expect(Math.abs(hit.score - reference.scores[rank]!)).toBeLessThanOrEqual(1e-6);
          if (exactIds) expect(hit.memoryIndex).toBe(reference.ids[rank]);
          const next = hits[rank + 1];
          if (next && sameRow(hit.memoryIndex, next.memoryIndex))
            expect(hit.memoryIndex).toBeLessThan(next.memoryIndex);
        });
      }
    });
  },
);

interface Bm25Golden {
  cases: {
    id: string;
    params: { k1: number; b: number; epsilon: number };
    docs: string[];
    queries: { query: string; tokens: string[]; scores: number[]; top10_ids: number[] }[];
  }[];
}

describe.each(readGolden<Bm25Golden>('bm25').cases)('bm25 on $id', ({ params, docs, queries }) => {
  const pool = testPool({ ids: docs.map((_, i) => padded(i)), texts: docs });
  const search = bm25.index(pool, everyRow(pool), params);
  const asked = queries.map(({ query: text }) => query(text));

  it('gives the scores of rank_bm25, and leaves out only what scores 0 without a common term', () => {
    search(asked, docs.length).forEach((hits, q) => {
      const { scores, tokens } = queries[q]!;
      for (const hit of hits)
        expect(Math.abs(hit.score - scores[hit.memoryIndex]!)).toBeLessThanOrEqual(1e-9);
      const left = [...docs.keys()].filter((i) => !hits.some((hit) => hit.memoryIndex === i));
      for (const i of left) {
        expect(scores[i]).toBe(0);
        expect(tokenise(docs[i]!).filter((token) => tokens.includes(token))).toEqual([]);
      }
    });
  });

  it('ranks as the reference does', () => {
    search(asked, 10).forEach((hits, q) => {
      const { scores, top10_ids } = queries[q]!;
      const positive = top10_ids.filter((i) => scores[i]! > 0);
      expect(hits.slice(0, positive.length).map((hit) => hit.memoryIndex)).toEqual(positive);
    });
  });

  it('splits words where Python does', () => {
    for (const { query: text, tokens } of queries) expect(tokenise(text)).toEqual(tokens);
  });
});

const word = fc.constantFrom('run', 'test', 'read', 'log', 'patch', 'index');
const memories = fc.array(
  fc.record({
    text: fc.array(word, { maxLength: 6 }),
    vector: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 25 },
);

describe.each(Object.entries(retrievalMethods))('law of retrieval methods: %s', (id, method) => {
  const build = (drawn: { text: string[]; vector: number[] }[]) =>
    testPool({
      ids: drawn.map((_, i) => padded(i)),
      texts: drawn.map(({ text }) => text.join(' ')),
      vectors: Float32Array.from(drawn.flatMap(({ vector }) => vector)),
      dimensions: 4,
    });
  const ask = (drawn: { text: string[]; vector: number[] }) =>
    query(drawn.text.join(' '), Float32Array.from(drawn.vector));

  it('is registered under its id', () => {
    expect(method.id).toBe(id);
  });

  it('returns distinct rows of its part of the pool, best first, ties by id, at most k, a longer list beginning as a shorter', () => {
    fc.assert(
      fc.property(memories, fc.nat(12), fc.integer({ min: 1, max: 3 }), (drawn, k, every) => {
        const pool = build(drawn);
        const rows = everyRow(pool).filter((row) => row % every === 0);
        const search = method.index(pool, rows);
        const [hits] = search([ask(drawn[0]!)], k);
        expect(hits!.length).toBeLessThanOrEqual(k);
        expect(new Set(hits!.map((hit) => hit.memoryIndex)).size).toBe(hits!.length);
        hits!.forEach((hit, i) => {
          expect(Number.isFinite(hit.score)).toBe(true);
          expect(rows).toContain(hit.memoryIndex);
          const next = hits![i + 1];
          if (!next) return;
          expect(next.score - hit.score).toBeLessThanOrEqual(1e-12);
          if (next.score === hit.score) expect(hit.memoryIndex).toBeLessThan(next.memoryIndex);
        });
        expect(search([ask(drawn[0]!)], k + 5)[0]!.slice(0, hits!.length)).toEqual(hits);
      }),
    );
  });

  it('does not depend on the order of the rows, nor on which queries are asked together', () => {
    fc.assert(
      fc.property(memories, (drawn) => {
        const pool = build(drawn);
        const queries = drawn.map(ask);
        const together = method.index(pool, everyRow(pool))(queries, 5);
        const backwards = method.index(pool, everyRow(pool).reverse());
        expect(queries.map((q) => backwards([q], 5)[0])).toEqual(together);
        expect(method.index(pool, everyRow(pool))(queries, 5)).toEqual(together);
      }),
    );
  });

  it('finds nothing in nothing', () => {
    expect(method.index(build([]), new Uint32Array(0))([query('run', new Float32Array(4))], 3)).toEqual([[]]);
  });
});

describe('the retrieval folder', () => {
  it('has every method in its table of contents', () => {
    const named = readdirSync(import.meta.dirname).filter((file) =>
      Object.hasOwn(retrievalMethods, file.replace('.ts', '')),
    );
    expect(named).toHaveLength(Object.keys(retrievalMethods).length);
  });
});

describe('cosine', () => {
  it('says what is missing', () => {
    const bare = testPool({ ids: ['a'] });
    expect(() => cosine.index(bare, everyRow(bare))).toThrow(/no embeddings/);
    const pool = testPool({ ids: ['a'], vectors: new Float32Array(3), dimensions: 3 });
    expect(() => cosine.index(pool, everyRow(pool))([query('x')], 1)).toThrow(/no embedding/);
    expect(() => cosine.index(pool, everyRow(pool))([query('x', new Float32Array(2))], 1)).toThrow(
      RangeError,
    );
  });

  it('scores a vector that is not finite 0', () => {
    const pool = testPool({
      ids: ['a', 'b'],
      vectors: Float32Array.of(Number.NaN, 1, 0, Infinity),
      dimensions: 2,
    });
    const [hits] = cosine.index(pool, everyRow(pool))([query('', Float32Array.of(1, 1))], 2);
    expect(hits!.map((hit) => hit.score)).toEqual([0, 0]);
  });
});
