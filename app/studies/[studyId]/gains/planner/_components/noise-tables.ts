import { moreTasks, type NoiseRow } from '@/lib/core/gains/noise-budget';
import type { PowerCurve } from '@/lib/core/gains/power-curves';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import {
  type ExportTable,
  estimateCell,
  type TableColumn,
  valueCell,
} from '@/lib/exporters/table/export-table';

export const rowName = (row: NoiseRow): string => row.benchmark ?? 'all tasks';

/** The parts that the scatter of single outcomes is made of, in the order they are drawn. */
export const noiseParts = [
  { key: 'task', label: 'task', color: 'var(--text-faint)', hatched: false },
  { key: 'interaction', label: 'task and condition together', color: 'var(--accent)', hatched: false },
  { key: 'attempt', label: 'attempt', color: 'var(--warn)', hatched: false },
] as const;

export type NoisePart = (typeof noiseParts)[number]['key'];

/** Variances of one outcome around its condition's mean, attempts at the mean of both sides; null and why where unknown. */
export function partsOf({
  components,
}: NoiseRow): { parts: Record<NoisePart, number>; total: number; cut: NoisePart[] } | { reason: string } {
  if (components.value === null) return { reason: components.reason };
  const { task, interaction, attempt } = components.value;
  const parts = {
    task: task.variance,
    interaction: interaction.variance,
    attempt: (attempt.condition.variance + attempt.baseline.variance) / 2,
  };
  const cut = (['task', 'interaction'] as const).filter((part) => components.value[part].cut);
  return { parts, total: parts.task + parts.interaction + parts.attempt, cut };
}

const text = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'text' } });
const count = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'integer' } });
const percent = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'percent' } });
const points = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'points' } });
const number = (key: string, label: string): TableColumn => ({
  key,
  label,
  type: { kind: 'number', digits: 4 },
});

/** The stacked bars' numbers. */
export const varianceTable = (rows: readonly NoiseRow[], title: string, notes: string[]): ExportTable => ({
  title,
  notes,
  columns: [
    text('benchmark', 'Benchmark'),
    count('tasks', 'Tasks'),
    ...noiseParts.map(({ key, label }) => number(`variance_${key}`, `Variance: ${label}`)),
    ...noiseParts.map(({ key, label }) => percent(`share_${key}`, `Share: ${label}, %`)),
    percent('attempts_of_error', 'Attempts’ share in the gain’s error, %'),
  ],
  rows: rows.map((row) => {
    const split = partsOf(row);
    const cell = (part: NoisePart, of: 'variance' | 'share'): Estimate => {
      if ('reason' in split) return notEstimable(split.reason);
      if (of === 'variance') return { value: split.parts[part] };
      return split.total > 0
        ? { value: split.parts[part] / split.total }
        : notEstimable('outcomes do not scatter at all');
    };
    return {
      cells: [
        { value: rowName(row) },
        { value: row.tasks },
        ...noiseParts.map(({ key }) => estimateCell(cell(key, 'variance'))),
        ...noiseParts.map(({ key }) => estimateCell(cell(key, 'share'))),
        estimateCell(row.attemptShare),
      ],
    };
  }),
});

/** The smallest gains as papers would print them. */
export const smallestTable = (rows: readonly NoiseRow[], title: string, notes: string[]): ExportTable => ({
  title,
  notes,
  columns: [
    text('benchmark', 'Benchmark'),
    count('tasks', 'Tasks'),
    { key: 'attempts', label: 'Attempts', type: { kind: 'number', digits: 1 } },
    percent('baseline_rate', 'Baseline, %'),
    points('gain', 'Gain found, pp'),
    percent('discordance', 'Discordance, %'),
    points('smallest_one_attempt', 'Smallest, one attempt'),
    points('smallest', 'Smallest, as it is'),
    points('smallest_more_attempts', 'One more attempt'),
    points('smallest_more_tasks', `${moreTasks} more tasks`),
  ],
  rows: rows.map((row) => ({
    cells: [
      { value: rowName(row) },
      { value: row.tasks },
      { value: row.attempts.typical },
      estimateCell(row.baselineRate),
      estimateCell(row.gain),
      estimateCell(row.discordance),
      estimateCell(row.smallest.oneAttempt),
      estimateCell(row.smallest.asIs),
      estimateCell(row.smallest.oneMoreAttempt),
      estimateCell(row.smallest.moreTasks),
    ],
  })),
});

/** Power curves as a long table. */
export const curvesTable = (
  curves: readonly PowerCurve[],
  x: 'tasks' | 'gain',
  title: string,
  notes: string[],
): ExportTable => ({
  title,
  notes,
  columns: [
    count('attempts', 'Attempts'),
    x === 'tasks' ? count('tasks', 'Tasks') : points('gain', 'Gain, pp'),
    percent('power', 'Power, %'),
  ],
  rows: curves.flatMap(({ attempts, points: drawn }) =>
    drawn.map((point) => ({
      cells: [
        { value: attempts },
        { value: point.x },
        valueCell(point.power, 'the assumed baseline and discordance allow no such gain'),
      ],
    })),
  ),
});
