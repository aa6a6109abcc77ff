import { describe, expect, it } from 'vitest';
import type { ArmTaskResult } from './ablation';
import { summarise } from './arm-summary';
import { distributionOf } from './distribution';
import { entropy } from './entropy';
import { standardSetting } from './setting';
import { testPool } from './test-pool';

const pool = testPool({
  ids: ['a', 'b', 'c'],
  titles: ['First', 'Second', 'Third'],
  contents: ['x'.repeat(400), 'y', 'z'],
  benchmarks: ['A', 'B', null],
  success: [true, false, null],
  vectors: Float32Array.of(1, 0, 0, 1, 1, 0),
  dimensions: 2,
});
const result = (rows: number[], reason: string | null = null): ArmTaskResult => ({
  hits: rows.map((memoryIndex, i) => ({ memoryIndex, score: 1 - i / 10, leakage: false, evidence: [] })),
  queryText: '',
  candidateCount: 3,
  durationMs: 2,
  reason,
});
const sum = (results: ArmTaskResult[], abstraction: (number | null)[] | null = null) =>
  summarise(results, ['T', 'T', 'U'], { ...standardSetting, topN: 2 }, { pool, abstraction });

describe('summarise', () => {
  it('tells where memories come from and whom they feed', () => {
    const s = sum([result([0, 1]), result([0]), result([2, 0])]);
    expect(s).toMatchObject({ hitCount: 5, memoryCount: 3, shortTasks: 1 });
    expect(s.sourceBenchmarks[0]).toEqual({ benchmark: 'A', share: 0.6 });
    expect(s.sourceEntropy.value).toBeCloseTo(-(0.6 * Math.log2(0.6) + 2 * 0.2 * Math.log2(0.2)), 12);
    expect(s.flows).toEqual([
      { target: 'T', source: 'A', hits: 2 },
      { target: 'T', source: 'B', hits: 1 },
      { target: 'U', source: null, hits: 1 },
      { target: 'U', source: 'A', hits: 1 },
    ]);
  });

  it('averages likeness within tasks, abstraction over hits, and prompt tokens over tasks', () => {
    // a and b are at right angles, c and a the same.
    const s = sum([result([0, 1]), result([]), result([2, 0])], [0.2, 0.8, null]);
    expect(s.redundancy.value).toBeCloseTo(0.5, 6);
    expect(s.meanAbstraction.value).toBeCloseTo((0.2 + 0.8 + 0.2) / 3, 12);
    expect(s.meanPromptTokens.value).toBeGreaterThan(100);
    expect(s.scores).toEqual({
      minimum: 0.9,
      lowerQuartile: 0.9,
      median: 0.95,
      upperQuartile: 1,
      maximum: 1,
    });
  });

  it('says why it cannot answer', () => {
    const s = sum([result([], 'no vectors'), result([], 'no vectors'), result([], 'no vectors')]);
    for (const estimate of [
      s.meanTopScore,
      s.sourceEntropy,
      s.failureShare,
      s.redundancy,
      s.meanPromptTokens,
    ])
      expect(estimate).toMatchObject({ value: null, reason: expect.stringMatching(/./) });
    expect(s.scores).toBeNull();
  });
});

describe('entropy and spread', () => {
  it('agree with what is known of them', () => {
    expect(entropy([5])).toBe(0);
    expect(entropy([1, 1, 1, 1])).toBe(2);
    expect(entropy([0, 3, 3])).toBe(1);
    expect(distributionOf([4, 1, 3, 2])).toEqual({
      minimum: 1,
      lowerQuartile: 1.75,
      median: 2.5,
      upperQuartile: 3.25,
      maximum: 4,
    });
  });
});
