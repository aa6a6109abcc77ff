import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import { type ComparedSpace, type CompareInput, compareSpaces, splitNeighbours } from './compare-spaces';

const space = (rows: readonly (readonly number[])[], metric: ComparedSpace['metric'] = 'euclidean') => ({
  vectors: Float32Array.from(rows.flat()),
  dimensions: rows[0]?.length ?? 0,
  metric,
});

function noise(rows: number, columns: number, seed: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random() - 0.5));
}

const compare = (left: ComparedSpace, right: ComparedSpace, rest: Partial<CompareInput> = {}) =>
  compareSpaces({
    ...{ left, right, seed: 5, resamples: 199 },
    types: new Array<MemoryType>(left.vectors.length / (left.dimensions || 1)).fill('insight'),
    ...rest,
  });

/** The definition, by full sorts. */
function keptByHand(left: number[][], right: number[][], k: number): number[] {
  const nearest = (rows: number[][], i: number) =>
    rows
      .map((row, j) => ({ j, d: Math.hypot(...row.map((x, c) => x - rows[i]![c]!)) }))
      .filter(({ j }) => j !== i)
      .sort((a, b) => a.d - b.d || a.j - b.j)
      .slice(0, k)
      .map(({ j }) => j);
  return left.map((_, i) => {
    const theirs = new Set(nearest(right, i));
    return nearest(left, i).filter((j) => theirs.has(j)).length / k;
  });
}

describe('compareSpaces', () => {
  it('counts the neighbours that are kept, worked by hand on a line', () => {
    // On the right the last point has moved to the other end: it was nearest to 3 and is nearest to 0.
    const left = space([[0], [1], [2.1], [3.3], [4.6]]);
    const right = space([[0], [1], [2.1], [3.3], [-1.5]]);
    const { rows, comparison } = compare(left, right, { neighbors: 2 });
    // Left: 0 has 1 2, 1 has 0 2, 2 has 1 3, 3 has 2 4, 4 has 3 2. Right: 1 4, 0 2, 1 3, 2 1, 0 1.
    expect([...rows.kept]).toEqual([0.5, 1, 1, 0.5, 0]);
    expect([...rows.left.subarray(0, 2)]).toEqual([1, 2]);
    expect([...rows.right.subarray(0, 2)]).toEqual([1, 4]);
    expect(comparison.groups[0]).toMatchObject({ group: 'all', n: 5, kept: { estimate: { value: 0.6 } } });
    expect(comparison.chance).toEqual({ value: 0.5 });
    expect(splitNeighbours([1, 2], [1, 4])).toEqual({ kept: [1], onlyLeft: [2], onlyRight: [4] });
  });

  it('agrees with the definition for any points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 40 }), fc.integer({ min: 1, max: 4 }), fc.nat(), (n, k, seed) => {
        const [left, right] = [noise(n, 5, seed), noise(n, 7, seed + 1)].map((rows) =>
          rows.map((row) => [...Float32Array.from(row)]),
        ) as [number[][], number[][]];
        const { rows } = compare(space(left), space(right), { neighbors: k });
        keptByHand(left, right, k).forEach((share, i) => {
          expect(rows.kept[i]).toBeCloseTo(share, 6);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('keeps all under turning, scaling and shifting, and is the same from either side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 60 }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.nat(),
        (n, angle, seed) => {
          const left = noise(n, 2, seed);
          const turned = left.map(([x, y]) => [
            3 * (Math.cos(angle) * x! - Math.sin(angle) * y!) + 0.5,
            3 * (Math.sin(angle) * x! + Math.cos(angle) * y!) - 0.25,
          ]);
          const moved = compare(space(left), space(turned)).comparison.groups[0]!.kept;
          expect(moved.estimate.value!).toBeGreaterThan(0.99);
          const other = noise(n, 3, seed + 7);
          const [there, back] = [compare(space(left), space(other)), compare(space(other), space(left))];
          expect(there.rows.kept).toEqual(back.rows.kept);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps as many as chance says where two spaces have nothing in common', () => {
    const { comparison } = compare(space(noise(400, 6, 1)), space(noise(400, 6, 2)));
    const { estimate, ciLow, ciHigh } = comparison.groups[0]!.kept;
    const chance = comparison.chance.value!;
    expect(chance).toBeCloseTo(15 / 399, 12);
    expect(Math.abs(estimate.value! - chance)).toBeLessThan(0.01);
    expect(ciLow!).toBeLessThan(estimate.value!);
    expect(ciHigh!).toBeGreaterThan(estimate.value!);
  });

  it('tells the types apart, and gives the same for the same seed', () => {
    const left = noise(200, 4, 3);
    // Those of the first type stay among themselves, far from the others, who are thrown together anew.
    const shuffled = noise(200, 4, 4);
    const away = (row: number[], i: number) => (i < 100 ? row.map((x) => x + 10) : row);
    const right = left.map((row, i) => away(i < 100 ? row : shuffled[i]!, i));
    const types = left.map((_, i): MemoryType => (i < 100 ? 'trajectory' : 'insight'));
    const run = () => compare(space(left.map(away)), space(right), { types }).comparison;
    const [, concrete, abstract] = run().groups;
    expect([concrete!.group, abstract!.group]).toEqual(['trajectory', 'insight']);
    expect(concrete!.kept.estimate.value).toBe(1);
    expect(abstract!.kept.ciHigh!).toBeLessThan(0.4);
    expect(run()).toEqual(run());
  });

  it('leaves out and counts memories without a finite vector, whose neighbours they then are not', () => {
    const [left, right] = [noise(30, 3, 8), noise(30, 5, 9)];
    left[4]![1] = Number.NaN;
    right[7]![0] = Number.POSITIVE_INFINITY;
    right[4]![0] = Number.NaN;
    const { comparison, rows } = compare(space(left), space(right));
    expect(comparison).toMatchObject({ compared: 28, leftOut: { left: 1, right: 2 } });
    expect([rows.kept[4], rows.kept[7]]).toEqual([Number.NaN, Number.NaN]);
    expect([...rows.left, ...rows.right].filter((row) => row === 4 || row === 7)).toEqual([]);
    expect([...rows.kept].filter(Number.isNaN)).toHaveLength(2);
  });

  it.each([0, 1, 2])('refuses %i memories with a reason', (n) => {
    const { comparison, rows } = compare(space(noise(n, 3, 1)), space(noise(n, 4, 1)), {
      types: memoryTypes.slice(0, n),
    });
    for (const { kept } of comparison.groups)
      expect(kept.estimate).toEqual({
        value: null,
        reason: `needs at least 3 memories with a vector in both spaces, got ${n}`,
      });
    expect(comparison.chance.value).toBeNull();
    expect(rows.left).toHaveLength(0);
  });

  it.each(['cosine', 'euclidean'] as const)('refuses a space of one place under %s', (metric) => {
    const equal = space(
      Array.from({ length: 30 }, () => [0.1, 0.7, 0.3]),
      metric,
    );
    const { comparison, rows } = compare(space(noise(30, 4, 1)), equal);
    expect(comparison.groups[0]!.kept.estimate.reason).toMatch(/^in the right space every memory/);
    expect(comparison.tied).toEqual({ left: 0, right: 30 });
    expect(rows.kept.every(Number.isNaN)).toBe(true);
  });

  it('takes all others where there are few, and says what that means', () => {
    const { comparison } = compare(space(noise(6, 3, 1)), space(noise(6, 9, 2)));
    expect(comparison).toMatchObject({ neighbors: 5, neighborsAsked: 15, chance: { value: 1 } });
    expect(comparison.note).toMatch(/all are kept whatever the vectors say/);
    expect(comparison.groups[0]!.kept.estimate.value).toBe(1);
  });

  it('refuses vectors that do not fill the memories', () => {
    const short = { ...space(noise(5, 3, 1)), dimensions: 4 };
    expect(() => compare(space(noise(5, 3, 1)), short)).toThrow(RangeError);
    expect(() => compare(space(noise(5, 3, 1)), space(noise(5, 3, 1)), { neighbors: 0 })).toThrow(RangeError);
  });
});
