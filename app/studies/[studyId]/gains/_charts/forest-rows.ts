import { type Average, averageLabel, type GainsReport } from '@/lib/core/gains/report';
import { type ExportTable, estimateCell, valueCell } from '@/lib/exporters/table/export-table';
import { percent, type Series } from './series';

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

export interface ForestDrawing {
  rows: ForestRow[];
  /** The average alone of conditions that are not drawn row by row. */
  others: ForestRow[];
  /** Conditions without a single gain, with the reason of their pooled one. */
  incomparable: { condition: string; reason: string }[];
  /** Benchmarks that a drawn condition and the baseline have no task of in common. */
  unpairedRows: number;
}

/** What of a forest plot is worth drawing; the table keeps every row. */
export function toForestDrawing(rows: readonly ForestRow[], drawn: readonly { id: string }[]): ForestDrawing {
  const answered = new Set(rows.filter((r) => r.value !== null).map((r) => r.conditionId));
  const isDrawn = (row: ForestRow) => drawn.some(({ id }) => id === row.conditionId);
  const drawable = rows.filter((r) => answered.has(r.conditionId));
  const wanted = drawable.filter(isDrawn);
  const paired = wanted.filter((r) => r.pooled || r.pairedTasks > 0);
  return {
    rows: paired,
    others: drawable.filter((r) => r.pooled && !isDrawn(r)),
    incomparable: rows
      .filter((r) => r.pooled && !answered.has(r.conditionId))
      .map((r) => ({ condition: r.condition, reason: r.reason ?? 'not estimable' })),
    unpairedRows: wanted.length - paired.length,
  };
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
