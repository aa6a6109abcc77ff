import { benchmarkColor } from '@/app/_charts/palette';
import { type Average, averageLabel } from '@/lib/core/gains/report';
import type { ScalingPoint } from '@/lib/core/gains/transfer-report';

/** A line of the drawing, in percentage points. */
export interface ScalingLine {
  key: string;
  label: string;
  color: string;
  average: boolean;
  points: { x: number; y: number; low: number | null; high: number | null; sentence: string }[];
}

/** The points as lines: one a benchmark, the average last so that it lies on top. */
export function toScalingLines(
  points: readonly ScalingPoint[],
  average: Average,
  benchmarks: readonly string[],
): ScalingLine[] {
  const drawn = points.filter((point) => point.average === null || point.average === average);
  const names = [...new Set(drawn.flatMap(({ benchmark }) => benchmark ?? []))].sort();
  return [...names, null].map((name): ScalingLine => {
    const label = name ?? averageLabel(average);
    return {
      key: label,
      label,
      color: name === null ? 'var(--text)' : benchmarkColor(name, benchmarks),
      average: name === null,
      points: drawn
        .filter(({ benchmark, estimate }) => benchmark === name && estimate.value !== null)
        .map(({ x, estimate, ciLow, ciHigh, taskCount, conditions }) => ({
          x,
          y: estimate.value! * 100,
          low: ciLow === null ? null : ciLow * 100,
          high: ciHigh === null ? null : ciHigh * 100,
          sentence: `${label}, ${taskCount} tasks, ${conditions.join(', ')}`,
        })),
    };
  });
}
