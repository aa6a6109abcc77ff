import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { leaveOneBenchmarkOut } from './leave-one-benchmark-out';

describe('leaveOneBenchmarkOut', () => {
  it('works an example by hand, and names the benchmark that a claim rests on', () => {
    const { pooled, macro } = leaveOneBenchmarkOut([
      { name: 'a', values: [1, 1] },
      { name: 'empty', values: [] },
      { name: 'b', values: [-0.5, -0.5, 0, 0, 0] },
      { name: 'c', values: [0.25] },
    ]);
    expect(pooled.full.value).toBeCloseTo(1.25 / 8, 14);
    expect(pooled.without.map(({ name, estimate }) => [name, estimate.value])).toEqual([
      ['a', -0.75 / 6],
      ['b', 2.25 / 3],
      ['c', 1 / 7],
    ]);
    expect(pooled.range.value).toEqual({ low: -0.75 / 6, high: 0.75 });
    expect(pooled.decisive).toEqual(['a']);
    expect(macro.full.value).toBeCloseTo((1 - 0.2 + 0.25) / 3, 14);
    expect(macro.without[0]!.estimate.value).toBeCloseTo(0.025, 14);
    expect(macro.decisive).toEqual([]);
  });

  it('gives the published averages and what they owe to each benchmark', () => {
    interface Table {
      six_benchmarks: {
        solved: Record<string, number>;
        task_weighted_mean: number;
        plain_mean_from_counts: number;
      }[];
    }
    const counts = [100, 100, 100, 89, 90, 12];
    for (const row of readGolden<Table>('paper_table').six_benchmarks) {
      const rows = Object.entries(row.solved);
      const { pooled, macro } = leaveOneBenchmarkOut(
        rows.map(([name, solved], b) => ({
          name,
          values: Array.from({ length: counts[b]! }, (_, t) => Number(t < solved)),
        })),
      );
      expect(pooled.full.value).toBeCloseTo(row.task_weighted_mean, 12);
      expect(macro.full.value).toBeCloseTo(row.plain_mean_from_counts, 12);
      rows.forEach(([, solved], b) => {
        const rest = row.task_weighted_mean * 491 - solved;
        expect(pooled.without[b]!.estimate.value).toBeCloseTo(rest / (491 - counts[b]!), 12);
      });
    }
  });

  it('says why nothing is left', () => {
    const one = leaveOneBenchmarkOut([{ name: 'a', values: [1] }]);
    expect(one.pooled.full.value).toBe(1);
    expect(one.pooled.without[0]!.estimate.reason).toMatch(/only benchmark/);
    expect(one.macro.range.reason).toMatch(/at least 2/);
    expect(leaveOneBenchmarkOut([]).macro.full.reason).toMatch(/no task/);
    expect(() => leaveOneBenchmarkOut([{ name: 'a', values: [Number.NaN] }])).toThrow(/values of a/);
  });
});
