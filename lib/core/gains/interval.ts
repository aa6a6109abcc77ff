import type { GainNoise } from '@/lib/core/statistics/noise-bootstrap';
import type { BootstrapMean } from '@/lib/core/statistics/paired-bootstrap';
import { wilsonInterval } from '@/lib/core/statistics/wilson-interval';
import type { IntervalBasis, IntervalEstimate, Noise } from './report';

export type BasisOf = Pick<IntervalBasis, 'level' | 'resamples' | 'seed' | 'taskCount' | 'attempts'>;

/** An interval with what else its resamples tell. */
export interface NoisyEstimate extends IntervalEstimate {
  percentile: { low: number; high: number } | null;
  standardError: number | null;
}

/** Errors below this are 0 but for rounding. */
const NONE = 1e-12;

/**
 * A bootstrapped mean as the report shows it: limits with all that they rest on. Where all tasks have one value there are
 * none, since limits that coincide with the estimate would claim certainty.
 */
export function bootstrapped(mean: BootstrapMean, basis: BasisOf): NoisyEstimate {
  const alike = mean.low !== null && mean.standardError < NONE;
  const known = mean.low !== null && !alike;
  const reason = alike
    ? 'every task has the same value, which resampling would take for certain'
    : mean.reason;
  return {
    estimate: { value: mean.estimate },
    ciLow: known ? mean.low : null,
    ciHigh: known ? mean.high : null,
    interval: { ...basis, noise: 'data', unit: 'task', method: mean.method, reason },
    percentile: known ? mean.percentile : null,
    standardError: known ? mean.standardError : null,
  };
}

/** The limits of the noise that was asked for; of attempts and of both they are percentiles. */
export function noisy(mean: GainNoise, noise: Noise, basis: BasisOf): NoisyEstimate {
  if (noise === 'data') return bootstrapped(mean.data, basis);
  const limits = noise === 'attempts' ? mean.prediction : mean.both;
  const { low, high, standardError } = limits.value ?? { low: null, high: null, standardError: null };
  return {
    estimate: { value: mean.estimate },
    ciLow: low,
    ciHigh: high,
    interval: {
      ...basis,
      noise,
      unit: noise === 'attempts' ? 'attempt' : 'task and attempt',
      method: 'percentile',
      reason: limits.reason ?? 'BCa is for resampled tasks; attempts are resampled around the estimate',
    },
    percentile: low === null ? null : { low, high: high! },
    standardError,
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
    interval: { ...basis, noise: 'data', unit: 'task', method: 'wilson', reason },
  };
}

export const withoutInterval = (reason: string): NoisyEstimate => ({
  estimate: { value: null, reason },
  ciLow: null,
  ciHigh: null,
  interval: null,
  percentile: null,
  standardError: null,
});
