import { benchmarkColor } from '@/app/_charts/palette';
import type { Average } from '@/lib/core/gains/report';
import type { GainShift, VersionGain } from '@/lib/core/versions/compare-gains';

/** A gain in percentage points. */
export interface ShiftEnd {
  value: number;
  ciLow: number | null;
  ciHigh: number | null;
}

export interface ShiftRow {
  key: string;
  condition: string;
  /** Null over all benchmarks. */
  benchmark: string | null;
  color: string;
  /** Null where the version has no such gain. */
  before: ShiftEnd | null;
  after: ShiftEnd | null;
  /** In percentage points; null where a side is missing. */
  change: number | null;
}

/** More rows than this are not drawn; the table beside the chart has all. */
const mostRows = 60;

/**
 * The gains that are drawn: of every condition with a gain on either side the one over all benchmarks, and those on single
 * benchmarks that moved.
 *
 * @returns the rows, and how many more there are
 */
export function toShiftRows(
  gains: readonly GainShift[],
  average: Average,
  benchmarks: readonly string[],
): { rows: ShiftRow[]; left: number } {
  const wanted = gains.filter((shift) => {
    const known = shift.before.estimate.value !== null || shift.after.estimate.value !== null;
    return known && (shift.benchmark === null ? shift.average === average : shift.moved);
  });
  const rows = wanted.map(
    ({ condition, benchmark, before, after, change }): ShiftRow => ({
      key: `${condition}\u0000${benchmark ?? ''}`,
      ...{ condition, benchmark },
      color: benchmark === null ? 'var(--accent)' : benchmarkColor(benchmark, benchmarks),
      before: endOf(before),
      after: endOf(after),
      change: change.value === null ? null : change.value * 100,
    }),
  );
  return { rows: rows.slice(0, mostRows), left: Math.max(0, rows.length - mostRows) };
}

const percent = (value: number | null) => (value === null ? null : value * 100);

const endOf = ({ estimate, ciLow, ciHigh }: VersionGain): ShiftEnd | null =>
  estimate.value === null
    ? null
    : { value: estimate.value * 100, ciLow: percent(ciLow), ciHigh: percent(ciHigh) };
