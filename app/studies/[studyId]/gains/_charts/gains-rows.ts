import { conditionColor, isHatched } from '@/app/_charts/palette';
import { type Average, averageLabel, type GainsCell, type GainsReport } from '@/lib/core/gains/report';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import { type ExportTable, estimateCell, valueCell } from '@/lib/exporters/table/export-table';

export interface Series {
  id: string;
  label: string;
  color: string;
  hatched: boolean;
  isBaseline: boolean;
}

/** A cell of the chart: percent and how far the whiskers reach below and above. */
export interface BarPoint {
  value: number | null;
  whisker: [below: number, above: number] | null;
}

export interface BarGroup {
  benchmark: string;
  [seriesId: string]: string | BarPoint;
}

export interface ForestRow {
  key: string;
  conditionId: string;
  condition: string;
  benchmark: string;
  pooled: boolean;
  /** A mean over benchmarks beside the pooled one. */
  summary?: boolean;
  color: string;
  /** Percentage points. */
  value: number | null;
  ciLow: number | null;
  ciHigh: number | null;
  reason: string | null;
  pAdjusted: number | null;
  pairedTasks: number;
}

/** Shades that tell conditions of one colour apart: itself, lighter, darker, lightest. */
const shades = [
  (color: string) => color,
  (color: string) => `color-mix(in srgb, ${color} 62%, var(--surface-raised))`,
  (color: string) => `color-mix(in srgb, ${color} 62%, var(--text))`,
  (color: string) => `color-mix(in srgb, ${color} 36%, var(--surface-raised))`,
];

/** The conditions as the charts draw them. */
export function toSeries(report: GainsReport, settings: ReadonlyMap<string, ConditionSettings>): Series[] {
  return report.conditions.map((c) => {
    const own = settings.get(c.condition) ?? {};
    return {
      id: c.condition,
      label: c.label,
      color: conditionColor(own, c.isBaseline),
      hatched: !c.isBaseline && isHatched(own),
      isBaseline: c.isBaseline,
    };
  });
}

/** The same series, those of one colour and hatching in shades of it. */
function shade(series: readonly Series[]): Series[] {
  const alike = new Map<string, number>();
  return series.map((s) => {
    const kind = `${s.color} ${s.hatched}`;
    const before = alike.get(kind) ?? 0;
    alike.set(kind, before + 1);
    return { ...s, color: shades[before % shades.length]!(s.color) };
  });
}

/** More conditions than this make bars too thin to tell apart. */
const mostSeries = 12;

/**
 * The conditions whose bars are drawn: all of a few; of many, those that share a benchmark with the baseline. The baseline
 * itself is always among them. Several of one colour get shades of it.
 */
export function drawnSeries(report: GainsReport, series: readonly Series[], average: Average): Series[] {
  if (series.length <= mostSeries) return shade(series);
  const comparable = new Set(
    report.conditions
      .filter((c) => c.isBaseline || c.totals[average].gain?.estimate.value != null)
      .map((c) => c.condition),
  );
  return shade(series.filter((s) => comparable.has(s.id)));
}

export interface ForestDrawing {
  rows: ForestRow[];
  /** Conditions without a single gain, with the reason of their pooled one. */
  incomparable: { condition: string; reason: string }[];
  /** Benchmarks that a drawn condition and the baseline have no task of in common. */
  unpairedRows: number;
}

/** What of a forest plot is worth drawing; the table keeps every row. */
export function toForestDrawing(rows: readonly ForestRow[]): ForestDrawing {
  const answered = new Set(rows.filter((r) => r.value !== null).map((r) => r.conditionId));
  const drawable = rows.filter((r) => answered.has(r.conditionId));
  const paired = drawable.filter((r) => r.pooled || r.pairedTasks > 0);
  return {
    rows: paired,
    incomparable: rows
      .filter((r) => r.pooled && !answered.has(r.conditionId))
      .map((r) => ({ condition: r.condition, reason: r.reason ?? 'not estimable' })),
    unpairedRows: drawable.length - paired.length,
  };
}

const percent = (p: number): number => p * 100;

function toPoint(cell: GainsCell): BarPoint {
  const { estimate, ciLow, ciHigh } = cell.rate;
  if (estimate.value === null) return { value: null, whisker: null };
  const value = percent(estimate.value);
  if (ciLow === null || ciHigh === null) return { value, whisker: null };
  return { value, whisker: [Math.max(0, value - percent(ciLow)), Math.max(0, percent(ciHigh) - value)] };
}

/** One group of bars per benchmark and one for the average, in percent. */
export function toBarGroups(report: GainsReport, average: Average): BarGroup[] {
  const groups: BarGroup[] = report.benchmarks.map((benchmark, b) => ({
    benchmark,
    ...Object.fromEntries(report.conditions.map((c) => [c.condition, toPoint(c.cells[b]!)])),
  }));
  groups.push({
    benchmark: averageLabel(average),
    ...Object.fromEntries(report.conditions.map((c) => [c.condition, toPoint(c.totals[average])])),
  });
  return groups;
}

/** Gains over the baseline in percentage points: pooled first, then per benchmark, for every other condition. */
export function toForestRows(report: GainsReport, series: readonly Series[], average: Average): ForestRow[] {
  return report.conditions
    .filter((c) => !c.isBaseline)
    .flatMap((c) => {
      const color = series.find((s) => s.id === c.condition)?.color ?? 'var(--accent)';
      return [c.totals[average], ...c.cells].map((cell, i): ForestRow => {
        const gain = cell.gain;
        return {
          key: `${c.condition} ${i}`,
          conditionId: c.condition,
          condition: c.label,
          benchmark: i === 0 ? averageLabel(average) : (cell.benchmark ?? ''),
          pooled: i === 0,
          color,
          value: gain?.estimate.value == null ? null : percent(gain.estimate.value),
          ciLow: gain?.ciLow == null ? null : percent(gain.ciLow),
          ciHigh: gain?.ciHigh == null ? null : percent(gain.ciHigh),
          reason: gain?.estimate.reason ?? null,
          pAdjusted: gain?.pAdjusted ?? null,
          pairedTasks: gain?.pairedTasks ?? 0,
        };
      });
    });
}

/** The random-effects mean of each condition as a row beside its average; benchmarks that it leaves out are named. */
export function withRandomEffects(rows: readonly ForestRow[], report: GainsReport): ForestRow[] {
  return rows.flatMap((row) => {
    if (!row.pooled) return [row];
    const across = report.conditions.find((c) => c.condition === row.conditionId)?.acrossBenchmarks;
    const mean = across?.randomEffects.value;
    if (!across || row.value === null || report.benchmarks.length < 2) return [row];
    const without = across.leftOut.map(({ benchmark }) => benchmark).join(', ');
    return [
      row,
      {
        ...row,
        key: `${row.key} random effects`,
        benchmark: without ? `random effects, without ${without}` : 'random effects',
        pooled: false,
        summary: true,
        value: mean ? percent(mean.estimate) : null,
        ciLow: mean ? percent(mean.low) : null,
        ciHigh: mean ? percent(mean.high) : null,
        reason: across.randomEffects.reason ?? null,
        pAdjusted: null,
      },
    ];
  });
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

const share = (points: number | null): number | null => (points === null ? null : points / 100);

/** The forest plot's numbers as a table. */
export const forestTable = (rows: readonly ForestRow[], title: string, notes: string[]): ExportTable => ({
  title,
  notes,
  columns: [
    { key: 'condition', label: 'Condition', type: { kind: 'text' } },
    { key: 'benchmark', label: 'Benchmark', type: { kind: 'text' } },
    { key: 'gain', label: 'Gain, pp', type: { kind: 'points' }, estimate: true },
    { key: 'p_adjusted', label: 'Adjusted p', type: { kind: 'p-value' } },
    { key: 'paired_tasks', label: 'Paired tasks', type: { kind: 'integer' } },
  ],
  rows: rows.map((r) => ({
    cells: [
      { value: r.condition },
      { value: r.benchmark },
      r.value === null
        ? { value: null, reason: r.reason ?? 'not estimable' }
        : estimateCell({ value: r.value / 100 }, share(r.ciLow), share(r.ciHigh)),
      valueCell(r.pAdjusted, ''),
      { value: r.pairedTasks },
    ],
  })),
});

/** A round scale that holds all values and zero: lower end, upper end and ticks. */
export function niceScale(
  values: readonly number[],
  wantedTicks = 5,
): { low: number; high: number; ticks: number[] } {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const span = most - least || 1;
  const raw = span / wantedTicks;
  const power = 10 ** Math.floor(Math.log10(raw));
  // Quarters are round from 25 on; 2.5 would need a decimal on every label.
  const step =
    [1, 2, ...(power >= 10 ? [2.5] : []), 5, 10].map((m) => m * power).find((s) => s >= raw) ?? raw;
  const low = Math.floor(least / step) * step;
  const high = Math.ceil(most / step) * step;
  const count = Math.round((high - low) / step);
  return {
    low,
    high,
    ticks: Array.from({ length: count + 1 }, (_, i) => Number((low + i * step).toFixed(10))),
  };
}
