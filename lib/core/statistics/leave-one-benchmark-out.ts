import { type Estimate, type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireFinite } from './arguments';

export interface BenchmarkValues {
  name: string;
  /** One number per task. */
  values: ArrayLike<number>;
}

/** An average, and what becomes of it when one benchmark is missing. */
export interface LeaveOneOut {
  full: Estimate;
  /** In the order of the input, benchmarks without tasks left out. */
  without: { name: string; estimate: Estimate }[];
  /** The smallest and the largest of these averages. */
  range: EstimateOf<{ low: number; high: number }>;
  /** Benchmarks without which the average has the opposite sign: the claim rests on each of them. */
  decisive: string[];
}

/**
 * How much an average over benchmarks owes to any single one: the average once more without each.
 *
 * @param benchmarks  per benchmark the values of its tasks (rates, or paired differences); finite
 * @returns for both averages, in the units of the values; a single benchmark leaves nothing to average
 * @throws AppError `invalid-input` when a value is not finite
 * @complexity O(tasks + benchmarks²)
 */
export function leaveOneBenchmarkOut(benchmarks: readonly BenchmarkValues[]): {
  /** Every task counts once. */
  pooled: LeaveOneOut;
  /** Every benchmark counts once. */
  macro: LeaveOneOut;
} {
  const totals = benchmarks.flatMap(({ name, values }) => {
    requireFinite(values, `values of ${name}`);
    if (values.length === 0) return [];
    return { name, sum: Array.from(values).reduce((a, b) => a + b, 0), count: values.length };
  });
  return {
    pooled: leaveOut(totals, ({ sum, count }) => ({ value: sum, weight: count })),
    macro: leaveOut(totals, ({ sum, count }) => ({ value: sum / count, weight: 1 })),
  };
}

interface Total {
  name: string;
  sum: number;
  count: number;
}

function leaveOut(totals: Total[], part: (total: Total) => { value: number; weight: number }): LeaveOneOut {
  const average = (members: Total[], reason: string): Estimate => {
    if (members.length === 0) return notEstimable(reason);
    const parts = members.map(part);
    const weight = parts.reduce((sum, one) => sum + one.weight, 0);
    return { value: parts.reduce((sum, one) => sum + one.value, 0) / weight };
  };
  const full = average(totals, 'no task has a value');
  const without = totals.map(({ name }, i) => ({
    name,
    estimate: average(totals.toSpliced(i, 1), 'without the only benchmark there is nothing to average'),
  }));
  const values = without.flatMap(({ estimate }) => estimate.value ?? []);
  return {
    full,
    without,
    range:
      values.length > 0
        ? { value: { low: Math.min(...values), high: Math.max(...values) } }
        : notEstimable(`leaving a benchmark out needs at least 2 of them, got ${totals.length}`),
    decisive: without.flatMap(({ name, estimate }) =>
      (estimate.value ?? 0) * (full.value ?? 0) < 0 ? name : [],
    ),
  };
}
