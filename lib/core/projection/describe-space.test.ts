import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import type { MemoryType } from '@/lib/core/vocabulary';
import { abstractionIndex } from './abstraction-index';
import { describeSpace, type SpaceInput } from './describe-space';
import { codeLabels } from './labels';
import { toMatrix } from './matrix';
import { nearestNeighbours } from './nearest-neighbours';
import { widestSearch } from './widest-search';

/** Memories of three benchmarks; `pull` says how much of a vector tells the benchmark. */
function memories(perGroup: number, pulls: Partial<Record<MemoryType, number>>): SpaceInput {
  const random = seededRandom(9);
  const labels: string[] = [];
  const types: MemoryType[] = [];
  const rows: number[][] = [];
  for (const [type, pull] of Object.entries(pulls) as [MemoryType, number][]) {
    for (let i = 0; i < perGroup; i++) {
      labels.push(['A', 'B', 'C'][i % 3]!);
      types.push(type);
      rows.push(Array.from({ length: 12 }, (_, j) => random() - 0.5 + (j === i % 3 ? pull : 0)));
    }
  }
  return {
    vectors: Float32Array.from(rows.flat()),
    rows: rows.length,
    dimensions: 12,
    points: Float32Array.from(rows.flatMap((row) => row.slice(0, 2))),
    labels,
    types,
    metric: 'cosine',
    seed: 1,
    permutations: 99,
    resamples: 99,
  };
}

describe('describeSpace', () => {
  const input = memories(120, { trajectory: 2, insight: 0.15 });
  const fractions: number[] = [];
  const report = describeSpace(input, { onProgress: (fraction) => fractions.push(fraction) });
  const [all, concrete, abstract] = report.groups;

  it('has a group for all memories and one for each type that occurs', () => {
    expect(report.groups.map((group) => [group.group, group.n])).toEqual([
      ['all', 240],
      ['trajectory', 120],
      ['insight', 120],
    ]);
    expect(all!.labels).toEqual([
      { label: 'A', count: 80 },
      { label: 'B', count: 80 },
      { label: 'C', count: 80 },
    ]);
  });

  it('finds the type that tells less of its benchmark the more abstract, by every measure', () => {
    for (const measure of ['daviesBouldin', 'lisiMedian', 'lisiMean'] as const) {
      expect(abstract!.embedding[measure].ciLow!).toBeGreaterThan(concrete!.embedding[measure].ciHigh!);
    }
    expect(abstract!.abstraction.ciLow!).toBeGreaterThan(concrete!.abstraction.ciHigh!);
    expect(concrete!.embedding.daviesBouldin.null!.pValue).toBe(0.01);
    expect(concrete!.embedding.lisiMedian.null!.z!).toBeLessThan(-3);
  });

  it('puts each estimate inside its interval and says the perplexity', () => {
    for (const group of report.groups) {
      for (const space of [group.embedding, group.projection!]) {
        expect(space).toMatchObject({ perplexity: 30, perplexityAsked: 30 });
        for (const { estimate, ciLow, ciHigh } of [space.daviesBouldin, space.lisiMedian, space.lisiMean]) {
          expect(ciLow!).toBeLessThanOrEqual(estimate.value!);
          expect(ciHigh!).toBeGreaterThanOrEqual(estimate.value!);
        }
      }
    }
  });

  it('labels by type, outcome and model, each group of which says what it left out', () => {
    const outcomes = Array.from({ length: 240 }, (_, i) =>
      i % 4 === 0 ? null : i % 2 ? 'success' : 'failure',
    );
    const { otherLabels } = describeSpace({ ...input, outcomes, permutations: 19, resamples: 19 });
    expect(otherLabels!.map(({ by, groups }) => [by, groups.map((g) => [g.group, g.n, g.leftOut])])).toEqual([
      ['type', [['all', 240, 0]]],
      [
        'outcome',
        [
          ['all', 180, 60],
          ['trajectory', 90, 30],
          ['insight', 90, 30],
        ],
      ],
    ]);
    const [byOutcome] = otherLabels![1]!.groups;
    expect(byOutcome!.labels).toEqual([
      { label: 'success', count: 120 },
      { label: 'failure', count: 60 },
    ]);
    // Outcomes were dealt out without regard to vectors.
    expect(byOutcome!.embedding.lisiMedian.null!.pValue).toBeGreaterThan(0.04);
  });

  it('measures silhouettes, shares of chance and the shape of each group', () => {
    for (const group of report.groups) {
      const { silhouette, daviesBouldin, lisiMedian, lisiScaled } = group.embedding;
      expect(silhouette!.ciLow!).toBeLessThanOrEqual(silhouette!.estimate.value!);
      expect(silhouette!.ciHigh!).toBeGreaterThanOrEqual(silhouette!.estimate.value!);
      expect(lisiScaled).toBeCloseTo((lisiMedian.estimate.value! - 1) / 2, 12);
      for (const measure of [silhouette!, daviesBouldin, lisiMedian]) {
        expect(measure.ofChance!).toBeGreaterThan(0);
        expect(measure.ofChance!).toBeLessThan(1.2);
      }
      expect(group.dimension!.estimate.value!).toBeGreaterThan(4);
      expect(group.dimension!.ciLow!).toBeLessThan(group.dimension!.estimate.value!);
      expect(group.similarity!.estimate.value!).toBeLessThan(1);
    }
    expect(concrete!.embedding.silhouette!.estimate.value!).toBeGreaterThan(
      abstract!.embedding.silhouette!.estimate.value!,
    );
    expect(concrete!.embedding.silhouette!.ofChance!).toBeLessThan(abstract!.embedding.silhouette!.ofChance!);
    expect(concrete!.embedding.silhouette!.null!.z!).toBeGreaterThan(3);
  });

  it('does not mind being turned or scaled', () => {
    const turn = (row: Float32Array) => Float32Array.from([...row.slice(1), -row[0]!], (x) => 4 * x);
    const turned = Float32Array.from(
      Array.from({ length: input.rows }, (_, i) => [
        ...turn(input.vectors.slice(12 * i, 12 * (i + 1))),
      ]).flat(),
    );
    const other = describeSpace({
      ...input,
      vectors: turned,
      metric: 'euclidean',
      permutations: 9,
      resamples: 9,
    });
    const plain = describeSpace({ ...input, metric: 'euclidean', permutations: 9, resamples: 9 });
    plain.groups.forEach(({ embedding }, g) => {
      const moved = other.groups[g]!.embedding;
      expect(moved.daviesBouldin.estimate.value!).toBeCloseTo(embedding.daviesBouldin.estimate.value!, 9);
      expect(moved.silhouette!.estimate.value!).toBeCloseTo(embedding.silhouette!.estimate.value!, 9);
      // Its weights depend on distances through a search that stops near its goal.
      const [lisi, movedLisi] = [embedding.lisiMedian.estimate.value!, moved.lisiMedian.estimate.value!];
      expect(movedLisi).toBeCloseTo(lisi, 4);
      expect(lisi).toBeGreaterThanOrEqual(1);
      expect(lisi).toBeLessThanOrEqual(3);
    });
  });

  it('repeats with the seed, and reports progress to the end', () => {
    expect(describeSpace(input)).toEqual(report);
    expect(fractions.at(-1)).toBe(1);
  });

  it('says why there is no number', () => {
    const few = describeSpace(memories(5, { summary: 1 })).groups[1]!;
    expect(few.embedding.lisiMean.estimate.reason).toMatch(/at least 6/);
    const one = memories(30, { insight: 1 });
    const single = describeSpace({ ...one, labels: one.labels.map(() => 'A') }).groups[0]!;
    expect(single.embedding.daviesBouldin.estimate.reason).toMatch(/2 labels/);
    expect(single.abstraction.estimate.reason).toMatch(/2 benchmarks/);
    const none = describeSpace({ ...memories(0, {}), points: null });
    expect(none.groups).toHaveLength(1);
    expect(none.groups[0]).toMatchObject({ n: 0, projection: null });
  });

  it('lowers the perplexity for few memories and says so', () => {
    const { embedding } = describeSpace(memories(30, { insight: 1 })).groups[0]!;
    expect(embedding).toMatchObject({ perplexity: 10, perplexityAsked: 30 });
    expect(embedding.lisiMedian.note).toMatch(/perplexity 10 instead of 30/);
  });

  it('counts what it leaves out', () => {
    const holes = memories(60, { insight: 1 });
    holes.vectors[5] = Number.NaN;
    const labels = holes.labels.map((label, row) => (row === 7 ? null : label));
    const filled = describeSpace({ ...holes, labels });
    expect(filled.groups[0]).toMatchObject({ n: 58, leftOut: 2 });
    expect([filled.abstraction[0], filled.abstraction[7]]).toEqual([null, null]);
    expect(JSON.parse(JSON.stringify(filled))).toEqual(filled);
  });

  it('refuses columns of different length', () => {
    expect(() => describeSpace({ ...input, labels: [] })).toThrow(RangeError);
  });
});

describe('abstractionIndex', () => {
  const random = seededRandom(5);
  const noise = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => random() - 0.5));

  it('is near 0 where vectors differ by benchmark alone, near 1 where they do not differ by it', () => {
    const labels = codeLabels(Array.from({ length: 90 }, (_, i) => `b${i % 3}`));
    const told = noise(90, 20).map((row, i) => row.map((x, j) => 0.01 * x + (j === i % 3 ? 1 : 0)));
    for (const a of abstractionIndex(toMatrix(told.flat(), 90, 20), labels, 1)) expect(a!).toBeLessThan(0.01);
    const untold = abstractionIndex(toMatrix(noise(90, 200).flat(), 90, 200), labels, 1);
    const mean = untold.reduce<number>((sum, a) => sum + a!, 0) / 90;
    // Two random directions of 200 hold 1 % of a vector.
    expect(mean).toBeCloseTo(1 - 2 / 200, 1);
    expect(mean).toBeLessThan(1);
  });

  it('does not let a vector judge itself: an outlier of its benchmark stays unexplained', () => {
    const rows = noise(40, 60).map((row, i) => (i === 0 ? row.map((_, j) => (j === 59 ? 50 : 0)) : row));
    const labels = codeLabels(rows.map((_, i) => (i % 2 === 0 ? 'a' : 'b')));
    expect(abstractionIndex(toMatrix(rows.flat(), 40, 60), labels, 1)[0]!).toBeGreaterThan(0.8);
  });

  it('is undefined for a single benchmark', () => {
    const index = abstractionIndex(toMatrix(noise(9, 4).flat(), 9, 4), codeLabels(Array(9).fill('a')), 1);
    expect(index.every((a) => a === null)).toBe(true);
  });

  it('is undefined where all vectors are the same, whatever rounding makes of their mean', () => {
    const values = new Array(40 * 8).fill(Math.fround(Math.sqrt(1 / 8)));
    const labels = codeLabels(Array.from({ length: 40 }, (_, i) => `b${i % 3}`));
    expect(abstractionIndex(toMatrix(values, 40, 8), labels, 1).every((a) => a === null)).toBe(true);
  });
});

describe('widestSearch', () => {
  it('is taken as given where it was made before, whatever is left out', () => {
    const input = memories(60, { trajectory: 2, insight: 0.15 });
    const { labels, vectors } = input;
    const some = {
      ...input,
      labels: labels.map((label, i) => (i % 50 === 7 ? null : label)),
      vectors: vectors.map((x, i) => (i === 12 * 30 ? Number.NaN : x)),
    };
    const { points, k } = widestSearch(some)!;
    expect(points.rows).toBe(input.rows - labels.filter((_, i) => i % 50 === 7).length - 1);
    const nearest = nearestNeighbours(points, k, 'euclidean');
    expect(describeSpace({ ...some, nearest })).toEqual(describeSpace(some));
    const others = { ...nearest, indices: nearest.indices.map((j) => (j + 1) % points.rows) };
    expect(describeSpace({ ...some, nearest: others })).not.toEqual(describeSpace(some));
    expect(widestSearch({ ...input, labels: labels.map(() => null) })).toBeNull();
  });
});
