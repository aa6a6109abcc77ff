import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { jaccard, rankBiasedOverlap } from './agreement';
import { type RankingQuality, rankingQuality } from './quality';

interface Golden {
  cases: {
    id: string;
    queries: { qrels: Record<string, number>; ranking: string[] }[];
    expected: { per_query: Record<string, number[]>; mean_over_all_queries: Record<string, number> };
  }[];
  list_similarity: {
    S: string[];
    T: string[];
    p: number;
    expected: { rbo_ext_eq32: number; jaccard: number | null; 'jaccard@3': number | null };
  }[];
}
const golden = readGolden<Golden>('retrieval');
const ours: Record<string, keyof RankingQuality> = {
  ndcg: 'ndcg',
  ndcg_exp: 'ndcgExponential',
  recall: 'recall',
  precision: 'precision',
  hit_rate: 'hitRate',
  map: 'averagePrecision',
  mrr: 'reciprocalRank',
  f1: 'f1',
};

describe.each(golden.cases)('rankingQuality on $id', ({ queries, expected }) => {
  it('agrees with ranx and trec_eval at every cut-off', () => {
    let compared = 0;
    for (const [name, values] of Object.entries(expected.per_query)) {
      const [metric, cut] = name.split('@');
      const key = ours[metric!];
      if (!key || (cut === undefined && metric !== 'ndcg' && metric !== 'map' && metric !== 'mrr')) continue;
      values.forEach((value, q) => {
        const { ranking, qrels } = queries[q]!;
        const quality = rankingQuality(ranking, new Map(Object.entries(qrels)), cut ? Number(cut) : Infinity);
        expect(Math.abs(quality[key] - value), `${name}, query ${q}`).toBeLessThanOrEqual(1e-9);
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(queries.length * 30);
  });
});

describe('agreement of rankings', () => {
  it.each(golden.list_similarity)('agrees with the reference for $S and $T', ({ S, T, p, expected }) => {
    expect(Math.abs(rankBiasedOverlap(S, T, p) - expected.rbo_ext_eq32)).toBeLessThanOrEqual(1e-9);
    expect(rankBiasedOverlap(T, S, p)).toBeCloseTo(rankBiasedOverlap(S, T, p), 12);
    const sets = jaccard(S, T).value;
    if (expected.jaccard === null) expect(sets).toBeNull();
    else expect(Math.abs(sets! - expected.jaccard)).toBeLessThanOrEqual(1e-9);
  });

  it('is 1 for a ranking and itself, within [0, 1] for any two', () => {
    const ranking = fc.uniqueArray(fc.nat(20), { maxLength: 12 });
    fc.assert(
      fc.property(ranking, ranking, fc.double({ min: 0.1, max: 0.99, noNaN: true }), (a, b, p) => {
        expect(rankBiasedOverlap(a, a, p)).toBeCloseTo(1, 9);
        expect(rankBiasedOverlap(a, b, p)).toBeGreaterThanOrEqual(0);
        expect(rankBiasedOverlap(a, b, p)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
    expect(() => rankBiasedOverlap([1], [1], 1)).toThrow(RangeError);
  });
});
