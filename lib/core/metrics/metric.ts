import type { Estimate } from '@/lib/core/vocabulary';

/** What a metric of one task's trials may look at. */
export interface TaskOutcome {
  /** One flag per trial of one task under one condition; order irrelevant. */
  passed: readonly boolean[];
  /** Trials drawn, for metrics at k. */
  k: number;
}

/** A number computed from the trials of one task, and how the rest of the app is to read it. */
export interface Metric {
  id: string;
  /** The name at a given k, as a column heading. */
  label: (k: number) => string;
  unit: 'proportion';
  range: readonly [number, number];
  better: 'higher' | 'lower';
  /** Whether `k` changes the value. */
  usesK: boolean;
  compute: (outcome: TaskOutcome) => Estimate;
}

export const defineMetric = (metric: Metric): Metric => metric;
