import type { Estimate } from '@/lib/core/vocabulary';

/** `task-weighted`: every task counts once; `macro`: every benchmark counts once. */
export const averages = ['task-weighted', 'macro'] as const;
export type Average = (typeof averages)[number];

/** How the column of an average is headed. */
export const averageLabel = (average: Average): string =>
  average === 'macro' ? 'macro average' : 'task-weighted';

/** What a trial without a reward counts as. */
export type MissingReward = 'leave-out' | 'failure';

export interface GainsTrial {
  benchmark: string;
  task: string;
  /** A condition's id. */
  condition: string;
  /** Null when the verifier never spoke. */
  reward: number | null;
  exception: boolean;
}

export interface GainsInput {
  trials: readonly GainsTrial[];
  conditions: readonly { id: string; label: string }[];
  /** The condition that the others are compared with. */
  baseline: string;
  /** Trials drawn per task: the k of pass@k. */
  passK: number;
  /** A trial passed when its reward is at least this. */
  threshold: number;
  missing: MissingReward;
  resamples?: number;
  level?: number;
  seed: number;
}

/** What an interval rests on. */
export interface IntervalBasis {
  level: number;
  method: 'BCa' | 'percentile' | 'wilson';
  /** Why the method is not BCa; null when it is. */
  reason: string | null;
  resamples: number;
  seed: number;
  /** What was resampled. */
  unit: 'task';
  taskCount: number;
  /** Fewest and most trials of a task on either side. */
  attempts: { min: number; max: number };
}

export interface IntervalEstimate {
  estimate: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
  interval: IntervalBasis | null;
}

export type GainTest = 'mcnemar-exact' | 'sign-flip-exact' | 'sign-flip-sampled';

/** Condition minus baseline on the tasks that both have: a difference of proportions, in [−1, 1]. */
export interface Gain extends IntervalEstimate {
  /** Two-sided; null when there is no pair. */
  pValue: number | null;
  test: GainTest | null;
  /** Benjamini–Hochberg over every gain of the report. */
  pAdjusted: number | null;
  pairedTasks: number;
  /** Tasks whose rate can be estimated for the baseline alone. */
  onlyBaselineTasks: number;
  onlyConditionTasks: number;
}

export interface GainsCell {
  /** Null for a total over benchmarks. */
  benchmark: string | null;
  /** pass@k. */
  rate: IntervalEstimate;
  avgPass1: Estimate;
  taskCount: number;
  trialCount: number;
  /** Tasks with fewer than k counted trials. */
  tasksNotEstimable: number;
  trialsWithoutReward: number;
  /** Null for the baseline itself. */
  gain: Gain | null;
}

export interface TaskKey {
  benchmark: string;
  task: string;
}

/** A task that one side solved (at least one trial passed) and the other did not. */
export interface Flip extends TaskKey {
  baseline: { passed: number; trials: number };
  condition: { passed: number; trials: number };
}

export interface ConditionGains {
  condition: string;
  label: string;
  isBaseline: boolean;
  /** In the order of the report's benchmarks. */
  cells: GainsCell[];
  totals: Record<Average, GainsCell>;
  flips: { gained: Flip[]; lost: Flip[] };
  unpaired: { onlyBaseline: TaskKey[]; onlyCondition: TaskKey[] };
}

export interface GainsReport {
  settings: Required<Omit<GainsInput, 'trials' | 'conditions'>>;
  /** Sorted by name. */
  benchmarks: string[];
  /** In the order of the input. */
  conditions: ConditionGains[];
  /** How many tests the adjusted p-values account for. */
  familySize: number;
  /** Sentences that a reader of the numbers needs. */
  warnings: string[];
}
