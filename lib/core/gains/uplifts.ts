import { groupBy } from '@/lib/core/group-by';
import type { BootstrapMean } from '@/lib/core/statistics/paired-bootstrap';
import { notEstimable } from '@/lib/core/vocabulary';
import { countsAsFailure } from './missing';
import { stateOf } from './outcomes';
import type { TransferInput, TransferTrial, Uplift } from './transfer-report';

/** A counted trial with memory, against what the baseline does on the same task. */
export interface UpliftTrial extends TransferTrial {
  passed: number;
  /** Passed (0 or 1) less the baseline's share of passed attempts on the task: in [−1, 1]. */
  uplift: number;
}

type Counting = Pick<TransferInput, 'threshold' | 'missing'>;

/** 1 for passed, 0 for failed, null for a trial that does not count. */
export function passedOf(trial: TransferTrial, { threshold, missing }: Counting): 0 | 1 | null {
  const state = stateOf(trial);
  if (state !== 'known') return countsAsFailure(state, missing) ? 0 : null;
  return trial.reward! >= threshold ? 1 : 0;
}

export const taskKey = ({ benchmark, task }: Pick<TransferTrial, 'benchmark' | 'task'>): string =>
  `${benchmark}\u0000${task}`;

/** Share of passed attempts by task. @complexity O(trials) */
export function sharesByTask(trials: readonly TransferTrial[], counting: Counting): Map<string, number> {
  const shares = new Map<string, number>();
  for (const [key, own] of groupBy(trials, taskKey)) {
    const counted = own.flatMap((trial) => passedOf(trial, counting) ?? []);
    if (counted.length > 0) shares.set(key, meanOf(counted));
  }
  return shares;
}

/** Trials as uplifts over the baseline's shares; those on tasks that it lacks are left out. @complexity O(trials) */
export function toUplifts(
  trials: readonly TransferTrial[],
  baseline: ReadonlyMap<string, number>,
  counting: Counting,
): UpliftTrial[] {
  return trials.flatMap((trial) => {
    const share = baseline.get(taskKey(trial));
    const passed = passedOf(trial, counting);
    return share === undefined || passed === null ? [] : [{ ...trial, passed, uplift: passed - share }];
  });
}

/** One value per task, the mean over its trials: the task is the unit, however many trials it has. */
export const taskMeans = (trials: readonly UpliftTrial[]): number[] =>
  [...groupBy(trials, taskKey).values()].map((own) => meanOf(own.map(({ uplift }) => uplift)));

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A bootstrapped mean with its counts; no limits where all tasks have one value. */
export function toUplift(
  mean: BootstrapMean | undefined,
  counts: Pick<Uplift, 'taskCount' | 'trialCount'>,
  reason: string,
): Uplift {
  if (!mean) return { estimate: notEstimable(reason), ciLow: null, ciHigh: null, ...counts };
  // Where every task has the same value, resampling would take it for certain.
  const certain = mean.low === mean.high;
  return {
    estimate: { value: mean.estimate },
    ciLow: certain ? null : mean.low,
    ciHigh: certain ? null : mean.high,
    ...counts,
  };
}
