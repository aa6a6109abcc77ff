import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bm25 } from './bm25';
import { cosine } from './cosine';
import { domainBalanced } from './domain-balanced';
import { hybridRanks } from './hybrid-ranks';
import { hybridScores } from './hybrid-scores';
import { retrievalMethods } from './index';
import { marginalRelevance } from './marginal-relevance';
import { parameterValues, type RetrievalMethod } from './method';
import { oracle } from './oracle';
import { everyRow, testPool } from './test-pool';

const names = ['a', 'b', 'c', 'd'];
const pool = testPool({
  ids: names,
  texts: ['red test', 'blue log', 'red log', 'green patch'],
  benchmarks: ['A', 'A', 'B', null],
  vectors: Float32Array.of(1, 0, 0.9, 0.1, 0, 1, 0.6, 0.8),
  dimensions: 2,
  uplifts: [0.1, null, 0.5, -0.2],
});
const ask = (method: RetrievalMethod, text: string, vector: number[], k: number, parameters = {}) =>
  method
    .index(
      pool,
      everyRow(pool),
      parameters,
    )([{ text, vector: Float32Array.from(vector), seed: 1 }], k)[0]!
    .map(({ memoryIndex, score }) => [names[memoryIndex], Number(score.toFixed(6))]);

describe('hybrid methods', () => {
  it('sum reciprocal ranks of both lists', () => {
    // Cosine: a, b, d, c. BM25 for "log": b and c with equal scores, by id.
    expect(ask(cosine, 'log', [1, 0], 4).map(([name]) => name)).toEqual(['a', 'b', 'd', 'c']);
    expect(ask(bm25, 'log', [1, 0], 4).map(([name]) => name)).toEqual(['b', 'c']);
    expect(ask(hybridRanks, 'log', [1, 0], 4)).toEqual([
      ['b', Number((1 / 62 + 1 / 61).toFixed(6))],
      ['c', Number((1 / 64 + 1 / 62).toFixed(6))],
      ['a', Number((1 / 61).toFixed(6))],
      ['d', Number((1 / 63).toFixed(6))],
    ]);
  });

  it('weigh scores that were brought to one scale', () => {
    const half = Object.fromEntries(ask(hybridScores, 'log', [1, 0], 4)) as Record<string, number>;
    // Cosine runs from 1 (a) to 0 (c); BM25 gives b and c the same, which counts as 1.
    expect(half.a).toBe(0.5);
    expect(half.c).toBe(0.5);
    expect(half.d).toBeCloseTo(0.3, 6);
    expect(half.b).toBeGreaterThan(0.99);
    expect(ask(hybridScores, 'log', [1, 0], 2, { weight: 1 }).map(([name]) => name)).toEqual(['a', 'b']);
  });
});

describe('maximal marginal relevance', () => {
  it('is cosine for λ = 1, and prefers what is unlike the chosen for less', () => {
    expect(ask(marginalRelevance, '', [1, 0], 3, { lambda: 1 })).toEqual(ask(cosine, '', [1, 0], 3));
    // b is nearer than a, but says more of what d has said.
    expect(ask(cosine, '', [0.8, 0.6], 2).map(([name]) => name)).toEqual(['d', 'b']);
    expect(ask(marginalRelevance, '', [0.8, 0.6], 2, { lambda: 0.5 }).map(([name]) => name)).toEqual([
      'd',
      'a',
    ]);
  });

  it('chooses at each step what the definition says, by brute force', () => {
    const vectors = fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 7,
    });
    fc.assert(
      fc.property(vectors, fc.double({ min: 0, max: 1, noNaN: true }), (rows, lambda) => {
        const drawn = testPool({
          ids: rows.map((_, i) => `m${i}`),
          vectors: Float32Array.from(rows.flat()),
          dimensions: 3,
        });
        const query = { text: '', vector: Float32Array.of(1, 1, 0), seed: 1 };
        const [hits] = marginalRelevance.index(drawn, everyRow(drawn), { lambda })([query], rows.length);
        const cos = (x: ArrayLike<number>, y: ArrayLike<number>) => {
          const dot = (p: ArrayLike<number>, q: ArrayLike<number>) =>
            Array.from(p).reduce((sum, value, i) => sum + value * q[i]!, 0);
          const norms = Math.sqrt(dot(x, x)) * Math.sqrt(dot(y, y));
          return norms > 0 ? dot(x, y) / norms : 0;
        };
        hits!.forEach((hit, step) => {
          const chosen = hits!.slice(0, step).map(({ memoryIndex }) => rows[memoryIndex]!);
          const value = (i: number) =>
            lambda * cos(rows[i]!, query.vector) -
            (chosen.length === 0 ? 0 : (1 - lambda) * Math.max(...chosen.map((c) => cos(rows[i]!, c))));
          const left = [...rows.keys()].filter((i) => !hits!.slice(0, step).some((h) => h.memoryIndex === i));
          expect(hit.score).toBeCloseTo(Math.max(...left.map(value)), 6);
        });
        expect(hits).toHaveLength(rows.length);
      }),
    );
  });
});

describe('domain-balanced', () => {
  it('takes no more from a benchmark than it may, unknown origin being one', () => {
    expect(ask(domainBalanced, '', [1, 0], 4).map(([name]) => name)).toEqual(['a', 'd', 'c']);
    expect(ask(domainBalanced, '', [1, 0], 4, { perBenchmark: 2 })).toEqual(ask(cosine, '', [1, 0], 4));
  });

  it('looks as deep as it must', () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => String(i).padStart(4, '0'));
    const deep = testPool({
      ids,
      benchmarks: ids.map((_, i) => (i < 999 ? 'A' : 'B')),
      vectors: Float32Array.from(ids.flatMap((_, i) => [1, i / 1_000])),
      dimensions: 2,
    });
    const [hits] = domainBalanced.index(deep, everyRow(deep))(
      [{ text: '', vector: Float32Array.of(1, 0), seed: 1 }],
      3,
    );
    expect(hits!.map(({ memoryIndex }) => memoryIndex)).toEqual([0, 999]);
  });
});

describe('oracle', () => {
  it('gives the greatest measured uplift first and never what was not used', () => {
    expect(ask(oracle, 'anything', [0, 0], 9)).toEqual([
      ['c', 0.5],
      ['a', 0.1],
      ['d', -0.2],
    ]);
  });
});

describe('parameters', () => {
  it.each(Object.values(retrievalMethods) as RetrievalMethod[])(
    'of $id stand within their own range',
    (method) => {
      const values = parameterValues(method);
      expect(parameterValues(method, values)).toEqual(values);
    },
  );

  it('are refused by name and range', () => {
    expect(() => parameterValues(bm25, { c: 1 })).toThrow(/bm25 has no parameter c/);
    expect(() => parameterValues(bm25, { b: 2 })).toThrow(/b of bm25 lies between 0 and 1, got 2/);
    expect(() => parameterValues(domainBalanced, { perBenchmark: 1.5 })).toThrow(RangeError);
    expect(() => parameterValues(marginalRelevance, { lambda: Number.NaN })).toThrow(RangeError);
  });
});
