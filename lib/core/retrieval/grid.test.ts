import { describe, expect, it } from 'vitest';
import { armLabels, countCombinations, expandGrid, mostArms } from './grid';
import { standardSetting } from './setting';
import { gridSchema, settingSchema } from './setting-schema';

describe('expandGrid', () => {
  it('is the standard setting where nothing is said', () => {
    expect(expandGrid({})).toEqual([standardSetting]);
  });

  it('tries every combination, in the order of a setting, not of the grid', () => {
    const arms = expandGrid({ topN: [1, 3], method: ['cosine', 'random'] });
    expect(arms.map(({ method, topN }) => `${method} ${topN}`)).toEqual([
      'cosine 1',
      'cosine 3',
      'random 1',
      'random 3',
    ]);
  });

  it('leaves a parameter to the methods that have it, and runs equal arms once', () => {
    const arms = expandGrid({ method: ['cosine', 'bm25'], parameters: [{}, { k1: 1.5 }, { k1: 1.2 }] });
    // The standard k1 is 1.5: said or not, it is the same arm.
    expect(arms.map(({ method, parameters }) => [method, parameters])).toEqual([
      ['cosine', {}],
      ['bm25', {}],
      ['bm25', { k1: 1.2 }],
    ]);
  });

  it.each([
    [{ topN: [] }, 'invalid-input', /topN without a value/],
    [{ parameters: [{ k1: 1 }] }, 'invalid-input', /None of the methods has a parameter “k1”/],
    [
      { method: ['bm25'] as const, parameters: [{ b: 7 }] },
      'invalid-input',
      /b of bm25 lies between 0 and 1/,
    ],
    [
      { seed: Array.from({ length: 1_000 }, (_, i) => i), topN: Array.from({ length: 1_000 }, (_, i) => i) },
      'limit-exceeded',
      /1,000,000 combinations; at most 500/,
    ],
  ])('refuses %j', (grid, code, message) => {
    expect(() => expandGrid(grid)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it('counts without expanding', () => {
    const many = Array.from({ length: 500 }, (_, i) => i + 1);
    expect(countCombinations({ topN: many, seed: many })).toBe(250_000);
    expect(mostArms).toBeLessThan(250_000);
    // Three sets for BM25, of which two are the same, and none for cosine.
    expect(
      countCombinations({
        method: ['cosine', 'bm25'],
        parameters: [{}, { k1: 1.5 }, { k1: 2 }],
        topN: [1, 3],
      }),
    ).toBe(6);
  });
});

describe('armLabels', () => {
  it('names seeds only where nothing else tells arms apart', () => {
    expect(armLabels(expandGrid({ method: ['random'], seed: [1, 2] }))).toEqual([
      'random · cross-domain · all types · top 3 · seed 1',
      'random · cross-domain · all types · top 3 · seed 2',
    ]);
  });
});

describe('settings from outside', () => {
  it('are completed and checked', () => {
    expect(settingSchema.parse({ topN: 5 })).toEqual({ ...standardSetting, topN: 5 });
    expect(settingSchema.safeParse({ topN: 0 }).success).toBe(false);
    expect(settingSchema.safeParse({ method: 'bm25', parameters: { k1: 99 } }).error?.message).toMatch(
      /k1 of bm25/,
    );
    expect(settingSchema.safeParse({ parameters: { k1: 1 } }).error?.message).toMatch(/no parameter k1/);
    expect(settingSchema.safeParse({ tpoN: 3 }).error?.message).toMatch(/tpoN/);
    expect(gridSchema.parse({ poolFraction: [0.25, 1] })).toEqual({ poolFraction: [0.25, 1] });
    expect(gridSchema.safeParse({ poolFraction: 0.5 }).success).toBe(false);
    expect(gridSchema.safeParse({ method: ['nearest'] }).success).toBe(false);
  });
});
