import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import type { MemoryType } from '@/lib/core/vocabulary';
import { describeSpace } from './describe-space';
import { type ContrastInput, mixingContrast } from './mixing-contrast';

interface Planted {
  /** How many memories of each type. */
  counts: Partial<Record<MemoryType, number>>;
  /** How much of a vector tells the benchmark. */
  pulls?: Partial<Record<MemoryType, number>>;
  seed?: number;
}

function planted({ counts, pulls = {}, seed = 3 }: Planted): ContrastInput {
  const random = seededRandom(seed);
  const rows: number[][] = [];
  const labels: string[] = [];
  const types: MemoryType[] = [];
  for (const [type, n] of Object.entries(counts) as [MemoryType, number][]) {
    for (let i = 0; i < n; i++) {
      labels.push(['A', 'B', 'C'][i % 3]!);
      types.push(type);
      rows.push(Array.from({ length: 8 }, (_, j) => random() - 0.5 + (j === i % 3 ? (pulls[type] ?? 0) : 0)));
    }
  }
  return {
    ...{ vectors: Float32Array.from(rows.flat()), dimensions: 8, labels, types },
    ...{ metric: 'cosine', seed: 7, permutations: 99, resamples: 199 },
  };
}

describe('mixingContrast', () => {
  it('finds the type that mixes benchmarks more, with an interval and a small p', () => {
    const found = mixingContrast(
      planted({
        counts: { trajectory: 90, workflow: 30, insight: 90 },
        pulls: { trajectory: 1, insight: 0.1 },
      }),
    );
    expect(found.sides.map(({ type, n }) => [type, n])).toEqual([
      ['trajectory', 90],
      ['insight', 90],
    ]);
    expect(found.ciLow!).toBeGreaterThan(0.2);
    expect(found.difference.value!).toBeGreaterThan(found.ciLow!);
    expect(found.difference.value!).toBeLessThan(found.ciHigh!);
    expect(found.pValue).toEqual({ value: 0.01 });
    expect(Math.abs(found.chance!)).toBeLessThan(0.1);
  });

  it('turns its sign with the types, and keeps its p near', () => {
    const input = planted({ counts: { trajectory: 60, insight: 60 }, pulls: { trajectory: 1 } });
    const there = mixingContrast(input);
    const back = mixingContrast({ ...input, concrete: 'insight', abstract: 'trajectory' });
    expect(back.difference.value!).toBeCloseTo(-there.difference.value!, 12);
    expect(back.pValue).toEqual({ value: 0.01 });
  });

  it('is centred, and its p as often small as it says, where types tell nothing', () => {
    const random = seededRandom(11);
    let [sum, small] = [0, 0];
    const studies = 60;
    for (let s = 0; s < studies; s++) {
      const input = planted({ counts: { trajectory: 75 }, pulls: { trajectory: 0.4 }, seed: 100 + s });
      // Unequal numbers: the smaller type's neighbours lie further apart, which must not count as mixing.
      const types = input.types.map((): MemoryType => (random() < 0.35 ? 'insight' : 'trajectory'));
      const { difference, chance, pValue } = mixingContrast({ ...input, types, seed: s });
      sum += difference.value! - chance!;
      if (pValue.value! <= 0.1) small++;
    }
    // Standard error of the mean over the studies: about 0.01.
    expect(Math.abs(sum / studies)).toBeLessThan(0.03);
    // 6 expected; 14 or more has a probability below 0.002.
    expect(small).toBeLessThan(14);
    expect(small).toBeGreaterThan(0);
  });

  it('measures LISI as the report of the space does, where the perplexity is the same', () => {
    const input = planted({ counts: { trajectory: 90, insight: 90 }, pulls: { trajectory: 0.8 } });
    const { sides, perplexity } = mixingContrast(input);
    const { groups } = describeSpace({
      ...input,
      ...{ rows: input.types.length, points: null, permutations: 9, resamples: 9 },
    });
    expect(perplexity).toBe(30);
    for (const { type, mean } of sides) {
      const group = groups.find((g) => g.group === type)!;
      expect(mean.value!).toBeCloseTo((group.embedding.lisiMean.estimate.value! - 1) / 2, 9);
    }
  });

  it('takes the perplexity that the smaller type allows for both, and names it', () => {
    const { perplexity, note } = mixingContrast(planted({ counts: { trajectory: 120, insight: 30 } }));
    expect(perplexity).toBe(10);
    expect(note).toBe('perplexity 10 instead of 30, because there are only 30 insight memories');
  });

  it('stays within its range and the same for its seed, for any study', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 6, max: 30 }),
        fc.integer({ min: 6, max: 30 }),
        fc.nat(999),
        (a, b, seed) => {
          const input = {
            ...planted({ counts: { workflow: a, summary: b }, seed }),
            permutations: 19,
            resamples: 19,
          };
          const found = mixingContrast(input);
          expect(found.difference.value!).toBeGreaterThanOrEqual(-1);
          expect(found.difference.value!).toBeLessThanOrEqual(1);
          expect(found.pValue.value!).toBeGreaterThanOrEqual(0.05);
          expect(found.pValue.value!).toBeLessThanOrEqual(1);
          expect(found.ciLow!).toBeLessThanOrEqual(found.ciHigh!);
          expect(mixingContrast(input)).toEqual(found);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('draws from a type of very many, and says so', () => {
    const input = planted({ counts: { trajectory: 1_010, insight: 30 } });
    const found = mixingContrast({ ...input, permutations: 3, resamples: 9 });
    expect(found.sides[0]).toMatchObject({ n: 1_010, used: 1_000 });
    expect(found.note).toContain('1000 of 1010 trajectory memories, drawn at random');
  });

  it('refuses with a reason what it cannot answer', () => {
    const reasonOf = (input: ContrastInput) => {
      const { difference, pValue } = mixingContrast(input);
      expect(pValue.value).toBeNull();
      return difference.reason;
    };
    expect(reasonOf(planted({ counts: {} }))).toBe('needs memories of 2 types, got 0');
    expect(reasonOf(planted({ counts: { insight: 40 } }))).toBe('needs memories of 2 types, got 1');
    expect(reasonOf(planted({ counts: { insight: 5, trajectory: 40 } }))).toBe(
      'needs at least 6 memories of each type, got 5',
    );
    const one = planted({ counts: { insight: 20, trajectory: 20 } });
    expect(
      reasonOf({ ...one, labels: one.labels.map((l, i) => (one.types[i] === 'insight' ? 'A' : l)) }),
    ).toBe('needs insight memories of at least 2 benchmarks, got 1');
    expect(reasonOf({ ...one, labels: one.labels.map(() => null) })).toMatch(/at least 2 benchmarks, got 0/);
    expect(() => mixingContrast({ ...one, labels: [] })).toThrow(RangeError);
  });

  it('has a difference but no p where no benchmark has both types, and stays finite for equal vectors', () => {
    const input = planted({ counts: { insight: 20, trajectory: 20 } });
    const apart = input.labels.map((l, i) => (input.types[i] === 'insight' ? `${l}'` : l));
    const found = mixingContrast({ ...input, labels: apart });
    expect(found.difference.value).not.toBeNull();
    expect(found.pValue.reason).toMatch(/no benchmark has memories of both types/);
    const equal = mixingContrast({ ...input, vectors: new Float32Array(input.vectors.length).fill(1) });
    for (const number of [equal.difference.value, equal.ciLow, equal.pValue.value, equal.chance])
      expect(Number.isFinite(number)).toBe(true);
  });
});
