import { avgPass1Metric } from './avg-pass-1';
import type { Metric } from './metric';
import { passAtKMetric } from './pass-at-k';
import { passHatKMetric } from './pass-hat-k';

/** Every metric of one task's trials. To add one: a file beside this and a line here. */
export const metrics = {
  'pass@k': passAtKMetric,
  'pass^k': passHatKMetric,
  'avg-pass@1': avgPass1Metric,
} satisfies Record<string, Metric>;

export type MetricId = keyof typeof metrics;
