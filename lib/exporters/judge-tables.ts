import type { JudgedGains, Shift } from '@/lib/core/gains/judged-gains';
import type { Average, GainsCell } from '@/lib/core/gains/report';
import { averageLabel } from '@/lib/core/gains/report';
import type { JudgeAgreement } from '@/lib/queries/judge-agreement';
import { type ExportTable, estimateCell } from './table/export-table';

/** One line of the comparison: a condition on a benchmark, as both have it. */
export interface BelievedRow {
  key: string;
  condition: string;
  benchmark: string;
  pooled: boolean;
  verifier: GainsCell;
  judge: GainsCell;
  shift: Shift;
}

/** Pooled first, then the benchmarks where the condition shares judged tasks with the baseline. */
export function believedRows({ verifier, judge, shifts }: JudgedGains, average: Average): BelievedRow[] {
  return shifts.flatMap((shift) => {
    const place = verifier.conditions.findIndex(({ condition }) => condition === shift.condition);
    const [own, believed] = [verifier.conditions[place]!, judge.conditions[place]!];
    const row = (i: number): BelievedRow => ({
      key: `${shift.condition} ${i}`,
      condition: shift.label,
      benchmark: i < 0 ? averageLabel(average) : verifier.benchmarks[i]!,
      pooled: i < 0,
      verifier: i < 0 ? own.totals[average] : own.cells[i]!,
      judge: i < 0 ? believed.totals[average] : believed.cells[i]!,
      shift: i < 0 ? shift.totals[average] : shift.cells[i]!,
    });
    return [row(-1), ...verifier.benchmarks.map((_, i) => row(i)).filter((r) => r.shift.tasks > 0)];
  });
}

const text = (key: string, label: string) => ({ key, label, type: { kind: 'text' as const } });
const count = (key: string, label: string) => ({ key, label, type: { kind: 'integer' as const } });
const points = (key: string, label: string) =>
  ({ key, label, type: { kind: 'points' as const }, estimate: true }) as const;
const percent = (key: string, label: string) =>
  ({ key, label, type: { kind: 'percent' as const }, estimate: true }) as const;

export const believedTable = (rows: readonly BelievedRow[], title: string, notes: string[]): ExportTable => ({
  title,
  notes,
  columns: [
    text('condition', 'Condition'),
    text('benchmark', 'Benchmark'),
    count('tasks', 'Tasks'),
    points('gain_verifier', 'Gain by the verifier, pp'),
    points('gain_judge', 'Gain by the judge, pp'),
    points('shift', 'Judge less verifier, pp'),
  ],
  rows: rows.map(({ condition, benchmark, verifier, judge, shift }) => ({
    cells: [
      { value: condition },
      { value: benchmark },
      { value: shift.tasks },
      ...[verifier.gain!, judge.gain!, shift].map((e) => estimateCell(e.estimate, e.ciLow, e.ciHigh)),
    ],
  })),
});

export const calibrationTable = (rows: readonly JudgeAgreement[], notes: string[]): ExportTable => ({
  title: 'Judges against verifiers',
  notes,
  columns: [
    text('judge', 'Judge'),
    text('benchmark', 'Benchmark'),
    count('verdicts', 'Verdicts'),
    percent('accuracy', 'Accuracy, %'),
    percent('precision', 'Precision, %'),
    percent('recall', 'Recall, %'),
    { key: 'kappa', label: 'Cohen’s κ', type: { kind: 'number', digits: 2 }, estimate: true },
    count('true_positive', 'Both passed'),
    count('false_positive', 'Judge too kind'),
    count('false_negative', 'Judge too hard'),
    count('true_negative', 'Both failed'),
  ],
  rows: rows.map((row) => ({
    cells: [
      { value: row.judge },
      { value: row.benchmark ?? 'all' },
      { value: row.compared },
      ...[row.accuracy, row.precision, row.recall, row.kappa].map((e) =>
        estimateCell(e.estimate, e.ciLow, e.ciHigh),
      ),
      { value: row.truePositive },
      { value: row.falsePositive },
      { value: row.falseNegative },
      { value: row.trueNegative },
    ],
  })),
});
