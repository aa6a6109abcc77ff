import { benchmarkColor } from '@/app/_charts/palette';
import { type Average, averageLabel, type GainsReport } from '@/lib/core/gains/report';
import { type ExportTable, estimateCell } from '@/lib/exporters/table/export-table';

export interface SlopeEnd {
  /** Percent. */
  value: number;
  ciLow: number | null;
  ciHigh: number | null;
}

/** One benchmark's rate under two conditions. */
export interface SlopeLine {
  name: string;
  color: string;
  average: boolean;
  from: SlopeEnd;
  to: SlopeEnd;
}

/** A line per benchmark that has a rate under both conditions, and one for the average. */
export function toSlopes(report: GainsReport, from: string, to: string, average: Average): SlopeLine[] {
  const [first, second] = [from, to].map((id) => report.conditions.find((c) => c.condition === id));
  if (!first || !second) return [];
  const end = ({ rate }: (typeof first.cells)[number]): SlopeEnd | null =>
    rate.estimate.value === null
      ? null
      : {
          value: rate.estimate.value * 100,
          ciLow: rate.ciLow === null ? null : rate.ciLow * 100,
          ciHigh: rate.ciHigh === null ? null : rate.ciHigh * 100,
        };
  const places = [...report.benchmarks.keys(), -1];
  return places.flatMap((place) => {
    const [before, after] = [first, second].map((c) => end(c.cells[place] ?? c.totals[average]));
    if (!before || !after) return [];
    const name = report.benchmarks[place] ?? averageLabel(average);
    const color = place < 0 ? 'var(--text)' : benchmarkColor(name, report.benchmarks);
    return [{ name, color, average: place < 0, from: before, to: after }];
  });
}

/**
 * Places labels as near to where they belong as they can stand without touching; top to bottom, in order of `at`.
 *
 * @param end no label stands below it, as long as all have room above
 */
export function spreadLabels(at: readonly number[], gap: number, end = Number.POSITIVE_INFINITY): number[] {
  const order = at.map((_, i) => i).sort((a, b) => at[a]! - at[b]!);
  const placed = [...at];
  let last = -Infinity;
  for (const i of order) {
    placed[i] = Math.max(at[i]!, last + gap);
    last = placed[i]!;
  }
  let next = end + gap;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, next - gap);
    next = placed[i]!;
  }
  return placed;
}

const cell = ({ value, ciLow, ciHigh }: SlopeEnd) =>
  estimateCell(
    { value: value / 100 },
    ciLow === null ? null : ciLow / 100,
    ciHigh === null ? null : ciHigh / 100,
  );

export const slopeTable = (
  lines: readonly SlopeLine[],
  labels: readonly [from: string, to: string],
  title: string,
  notes: string[],
): ExportTable => ({
  title,
  notes,
  columns: [
    { key: 'benchmark', label: 'Benchmark', type: { kind: 'text' } },
    { key: 'from', label: labels[0], type: { kind: 'percent' }, estimate: true },
    { key: 'to', label: labels[1], type: { kind: 'percent' }, estimate: true },
    { key: 'difference', label: 'Difference, pp', type: { kind: 'points' } },
  ],
  rows: lines.map((line) => ({
    cells: [
      { value: line.name },
      cell(line.from),
      cell(line.to),
      { value: (line.to.value - line.from.value) / 100 },
    ],
  })),
});
