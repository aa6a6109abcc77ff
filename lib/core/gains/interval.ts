import type { BootstrapMean } from '@/lib/core/statistics/paired-bootstrap';
import { wilsonInterval } from '@/lib/core/statistics/wilson-interval';
import type { IntervalBasis, IntervalEstimate } from './report';

export type BasisOf = Pick<IntervalBasis, 'level' | 'resamples' | 'seed' | 'taskCount' | 'attempts'>;

/** A bootstrapped mean as the report shows it: limits with all that they rest on. */
export function bootstrapped(mean: BootstrapMean, basis: BasisOf): IntervalEstimate {
  return {
    estimate: { value: mean.estimate },
    ciLow: mean.low,
    ciHigh: mean.high,
    interval: { ...basis, unit: 'task', method: mean.method, reason: mean.reason },
  };
}

/** A rate of exactly 0 or 1, where resampling sees no variation and would claim certainty. */
export function wilson(rate: 0 | 1, basis: BasisOf): IntervalEstimate {
  const { low, high } = wilsonInterval(rate * basis.taskCount, basis.taskCount, basis.level);
  const reason = `every task has the rate ${rate}, which the bootstrap would take for certain`;
  return {
    estimate: { value: rate },
    ciLow: low,
    ciHigh: high,
    interval: { ...basis, unit: 'task', method: 'wilson', reason },
  };
}

export const withoutInterval = (reason: string): IntervalEstimate => ({
  estimate: { value: null, reason },
  ciLow: null,
  ciHigh: null,
  interval: null,
});
