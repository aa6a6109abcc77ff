import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derangement, withShuffledTexts } from './control';
import { drawFromPool } from './draw-from-pool';
import { rowsInScope } from './scope';
import { settingLabel, standardSetting } from './setting';
import { everyRow, testPool } from './test-pool';

const count = 40;
const pool = testPool({
  ids: Array.from({ length: count }, (_, i) => `m${String(i).padStart(2, '0')}`),
  texts: Array.from({ length: count }, (_, i) => `text ${i}`),
  benchmarks: Array.from({ length: count }, (_, i) => ['A', 'B', 'C', 'D', null][i % 5]!),
  types: Array.from({ length: count }, (_, i) => (i < 20 ? 'insight' : 'workflow')),
  success: Array.from({ length: count }, (_, i) => [true, false, null][i % 3]!),
  models: Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 'one' : null)),
  vectors: Float32Array.from({ length: count * 2 }, (_, i) => i),
  dimensions: 2,
});
const draw = (change: Partial<typeof standardSetting>) => [
  ...drawFromPool(pool, { ...standardSetting, ...change }),
];

describe('drawFromPool', () => {
  it('keeps what type, outcome and writer say', () => {
    expect(draw({})).toHaveLength(count);
    expect(draw({ memoryTypes: ['workflow'], outcome: 'successes', sourceModel: 'one' })).toEqual([
      24, 30, 36,
    ]);
    expect(draw({ outcome: 'failures' }).every((row) => pool.success[row] === false)).toBe(true);
  });

  it('takes the same share of every type and benchmark, smaller shares out of larger ones', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [quarter, half, most] = [0.25, 0.5, 0.75].map((poolFraction) => draw({ poolFraction, seed }));
        expect([quarter!.length, half!.length, most!.length]).toEqual([10, 20, 30]);
        expect(half).toEqual(expect.arrayContaining(quarter!));
        expect(most).toEqual(expect.arrayContaining(half!));
        expect(half!.filter((row) => pool.benchmarks[row] === 'A')).toHaveLength(4);
      }),
    );
    expect(draw({ poolFraction: 0.5, seed: 1 })).not.toEqual(draw({ poolFraction: 0.5, seed: 2 }));
  });

  it.each([0, -1, 1.1, Number.NaN])('refuses a share of %d', (poolFraction) => {
    expect(() => draw({ poolFraction })).toThrow(RangeError);
  });
});

describe('rowsInScope', () => {
  const benchmarksOf = (sourceBenchmarks: number | null, seed: number, scope = standardSetting.scope) => {
    const rows = rowsInScope(pool, everyRow(pool), 'A', { scope, sourceBenchmarks, seed });
    return [...new Set(Array.from(rows, (row) => pool.benchmarks[row]))];
  };

  it('draws fewer source benchmarks out of more, never the target across domains', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [one, two, all] = [1, 2, 9].map((n) => benchmarksOf(n, seed));
        expect([one!.length, two!.length]).toEqual([1, 2]);
        expect(two).toEqual(expect.arrayContaining(one!));
        expect([...all!].sort()).toEqual(['B', 'C', 'D']);
      }),
    );
  });

  it('keeps memories of unknown origin only where no number is asked for', () => {
    expect(benchmarksOf(null, 1)).toEqual(['B', 'C', 'D', null]);
    expect(benchmarksOf(null, 1, 'in-domain')).toEqual(['A']);
  });
});

describe('negative controls', () => {
  it('leave nothing in its place and lose nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.integer(), (n, seed) => {
        const order = derangement(n, seed);
        expect(order.some((from, to) => from === to)).toBe(false);
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      }),
    );
    expect([...derangement(1, 3)]).toEqual([0]);
  });

  it('move a text together with its vector, and nothing else', () => {
    const shuffled = withShuffledTexts(pool, 5);
    expect(shuffled.ids).toBe(pool.ids);
    expect(shuffled.benchmarks).toBe(pool.benchmarks);
    shuffled.texts.forEach((text, row) => {
      const source = pool.texts.indexOf(text);
      expect(source).not.toBe(row);
      expect([...shuffled.vectors!.subarray(row * 2, row * 2 + 2)]).toEqual([source * 2, source * 2 + 1]);
    });
  });
});

describe('settingLabel', () => {
  it('tells what is not standard', () => {
    expect(settingLabel(standardSetting)).toBe('cosine · cross-domain · all types · top 3');
    expect(
      settingLabel({
        ...standardSetting,
        method: 'bm25',
        parameters: { k1: 1.2 },
        memoryTypes: ['insight'],
        minimumScore: 0.3,
        outcome: 'failures',
        poolFraction: 0.25,
        sourceBenchmarks: 1,
        control: 'shuffled-queries',
        withoutSuspects: true,
      }),
    ).toBe(
      'bm25 · k1 1.2 · cross-domain · insight · top 3 · score ≥ 0.3 · failures only · 25 % of the pool · 1 source benchmark · shuffled queries · without suspects',
    );
  });
});
