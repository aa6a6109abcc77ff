import { expect, it } from 'vitest';
import { composeArms } from './grid-arms';

it('composes every combination once', () => {
  const arms = composeArms({
    methods: ['cosine', 'bm25'],
    scopes: ['all', 'cross-domain'],
    types: ['all', 'insight'],
    topN: [1, 3],
    seed: 7,
  });
  expect(arms).toHaveLength(16);
  expect(new Set(arms.map((a) => JSON.stringify(a))).size).toBe(16);
  expect(arms[0]).toEqual({ method: 'cosine', scope: 'all', memoryTypes: null, topN: 1, seed: 7 });
  expect(arms.filter((a) => a.memoryTypes?.[0] === 'insight')).toHaveLength(8);
  expect(composeArms({ methods: [], scopes: ['all'], types: ['all'], topN: [1], seed: 7 })).toEqual([]);
});
