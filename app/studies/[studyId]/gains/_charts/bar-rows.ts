import { type Average, averageLabel, type GainsCell, type GainsReport } from '@/lib/core/gains/report';
import { type ExportTable, estimateCell } from '@/lib/exporters/table/export-table';
import { percent } from './series';

/** A cell of the chart: percent and how far the whiskers reach below and above. */
export interface BarPoint {
  value: number | null;
  whisker: [below: number, above: number] | null;
}

export interface BarGroup {
  benchmark: string;
  [seriesId: string]: string | BarPoint;
}

function toPoint(cell: GainsCell): BarPoint {
  const { estimate, ciLow, ciHigh } = cell.rate;
  if (estimate.value === null) return { value: null, whisker: null };
  const value = percent(estimate.value);
  if (ciLow === null || ciHigh === null) return { value, whisker: null };
  return { value, whisker: [Math.max(0, value - percent(ciLow)), Math.max(0, percent(ciHigh) - value)] };
}

/** One group of bars per benchmark and one for the average, in percent, of the conditions that are drawn. */
export function toBarGroups(
  report: GainsReport,
  average: Average,
  drawn: readonly { id: string }[],
): BarGroup[] {
  const conditions = report.conditions.filter((c) => drawn.some(({ id }) => id === c.condition));
  const groups: BarGroup[] = report.benchmarks.map((benchmark, b) => ({
    benchmark,
    ...Object.fromEntries(conditions.map((c) => [c.condition, toPoint(c.cells[b]!)])),
  }));
  groups.push({
    benchmark: averageLabel(average),
    ...Object.fromEntries(conditions.map((c) => [c.condition, toPoint(c.totals[average])])),
  });
  return groups;
}

/** The bars' numbers as a table. */
export function barTable(report: GainsReport, average: Average, notes: string[]): ExportTable {
  const k = `pass@${report.settings.passK}`;
  return {
    title: `${k} per condition and benchmark, in percent`,
    notes,
    columns: [
      { key: 'condition', label: 'Condition', type: { kind: 'text' } },
      { key: 'benchmark', label: 'Benchmark', type: { kind: 'text' } },
      { key: 'rate', label: `${k}, %`, type: { kind: 'percent' }, estimate: true },
      { key: 'tasks', label: 'Tasks', type: { kind: 'integer' } },
      { key: 'trials', label: 'Trials', type: { kind: 'integer' } },
    ],
    rows: report.conditions.flatMap((c) =>
      [...c.cells, c.totals[average]].map(({ benchmark, rate, taskCount, trialCount }) => ({
        cells: [
          { value: c.label },
          { value: benchmark ?? averageLabel(average) },
          estimateCell(rate.estimate, rate.ciLow, rate.ciHigh),
          { value: taskCount },
          { value: trialCount },
        ],
      })),
    ),
  };
}
