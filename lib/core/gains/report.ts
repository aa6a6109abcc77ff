import type { DiscordantOddsRatio } from '@/lib/core/statistics/discordant-odds-ratio';
import type { LeaveOneOut } from '@/lib/core/statistics/leave-one-benchmark-out';
import type { McNemarResult } from '@/lib/core/statistics/mcnemar';
import type { RandomEffects } from '@/lib/core/statistics/random-effects';
import type { SignFlipResult } from '@/lib/core/statistics/sign-flip-permutation';
import type { Superiority } from '@/lib/core/statistics/superiority';
import type { WilcoxonResult } from '@/lib/core/statistics/wilcoxon-signed-rank';
import type { Estimate, EstimateOf } from '@/lib/core/vocabulary';
import type { Adjustment } from './adjust';
import { nameOfBaselines, type OwnBaselines } from './baselines';
import { type MissingCounts, type MissingReward, noneMissing, type TouchedTrials } from './missing';

export type { Adjustment } from './adjust';
export type { MissingReward } from './missing';

/** `task-weighted`: every task counts once; `macro`: every benchmark counts once. */
export const averages = ['task-weighted', 'macro'] as const;
export type Average = (typeof averages)[number];

/** How the column of an average is headed. */
export const averageLabel = (average: Average): string =>
  average === 'macro' ? 'macro average' : 'task-weighted';

/**
 * What an interval tells of: `data`, how far a number would move on other tasks like these; `attempts`, on these tasks with
 * other attempts; `both`, with other tasks and other attempts at them.
 */
export const noises = ['data', 'attempts', 'both'] as const;
export type Noise = (typeof noises)[number];

export const noiseLabels: Record<Noise, string> = { data: 'tasks', attempts: 'attempts', both: 'both' };

export interface GainsTrial {
  benchmark: string;
  task: string;
  /** A condition's id. */
  condition: string;
  /** Null when the verifier never spoke. */
  reward: number | null;
  exception: boolean;
  /** What it broke off with; an exception without a name counts as the agent's. */
  exceptionType?: string | null;
  /** As the log numbers it. */
  attempt?: number | null;
  /** Input and output together. */
  tokens?: number | null;
  costUsd?: number | null;
}

export interface GainsInput {
  trials: readonly GainsTrial[];
  conditions: readonly { id: string; label: string }[];
  /** The condition that the others are compared with. */
  baseline: string;
  /** Conditions that are compared with another one instead; default: none. */
  baselines?: OwnBaselines;
  /** Trials drawn per task: the k of pass@k. */
  passK: number;
  /** A trial passed when its reward is at least this. */
  threshold: number;
  missing: MissingReward;
  /** Default: data. */
  noise?: Noise;
  /** How p-values allow for the number of tests; default: bh. */
  adjust?: Adjustment;
  resamples?: number;
  level?: number;
  seed: number;
}

export type GainsSettings = Required<Omit<GainsInput, 'trials' | 'conditions'>>;

/** What an interval rests on. */
export interface IntervalBasis {
  level: number;
  method: 'BCa' | 'percentile' | 'wilson';
  /** Why the method is not BCa, or why there are no limits; null when it is. */
  reason: string | null;
  resamples: number;
  seed: number;
  noise: Noise;
  /** What was resampled. */
  unit: 'task' | 'attempt' | 'task and attempt';
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
  /** Plain quantiles of the resamples, beside limits by BCa; null where there are no limits. */
  percentile: { low: number; high: number } | null;
  /** Of the noise that was asked for; null where it cannot be told. */
  standardError: number | null;
  /** Two-sided, by `test`; null when there is no pair. */
  pValue: number | null;
  test: GainTest | null;
  /** Over every gain of the report, by the adjustment of the settings. */
  pAdjusted: number | null;
  tests: GainTests;
  /** Of the two rates on the paired tasks. */
  cohensH: Estimate;
  /** Odds that a task that flipped was gained. */
  oddsRatio: EstimateOf<DiscordantOddsRatio>;
  /** How often the gain of resampled tasks is above 0. */
  superiority: EstimateOf<Superiority>;
  flips: { gained: number; lost: number };
  pairedTasks: number;
  /** Tasks whose rate can be estimated for the baseline alone. */
  onlyBaselineTasks: number;
  onlyConditionTasks: number;
}

/** Every test of one gain; `pValue` is that of the first that suits the pairs. */
export interface GainTests {
  mcNemar: EstimateOf<McNemarResult>;
  signFlip: EstimateOf<SignFlipResult>;
  wilcoxon: EstimateOf<WilcoxonResult>;
}

export interface GainsCell {
  /** Null for a total over benchmarks. */
  benchmark: string | null;
  /** pass@k. */
  rate: IntervalEstimate;
  avgPass1: Estimate;
  /** pass^k: all of k attempts pass. */
  passHatK: Estimate;
  /** In the units of the verifiers. */
  meanReward: Estimate;
  /** Over tasks within benchmarks; null where a benchmark has a single task. */
  standardErrors: Record<'avgPass1' | 'passHatK' | 'meanReward', number | null>;
  taskCount: number;
  trialCount: number;
  /** Tasks with fewer than k counted trials. */
  tasksNotEstimable: number;
  trialsWithoutReward: number;
  missing: MissingCounts;
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

/** The gain that a population of benchmarks like these would have, beside the plain averages. */
export interface AcrossBenchmarks {
  randomEffects: EstimateOf<RandomEffects>;
  /** Benchmarks whose gain has no standard error, which would be given all of the weight. */
  leftOut: { benchmark: string; reason: string }[];
}

export interface ConditionGains {
  condition: string;
  label: string;
  /** Others are compared with it, and it with none. */
  isBaseline: boolean;
  /** In the order of the report's benchmarks. */
  cells: GainsCell[];
  totals: Record<Average, GainsCell>;
  /** Null for the baseline itself. */
  acrossBenchmarks: AcrossBenchmarks | null;
  /** Every average once more without each benchmark. */
  withoutOne: { rate: Record<Average, LeaveOneOut>; gain: Record<Average, LeaveOneOut> | null };
  flips: { gained: Flip[]; lost: Flip[] };
  unpaired: { onlyBaseline: TaskKey[]; onlyCondition: TaskKey[] };
  /** What the logs hold that a reader should know of. */
  found: { repeatedAttempts: number; rewardsOutside: { count: number; low: number; high: number } };
}

export interface GainsReport {
  settings: GainsSettings;
  /** Sorted by name. */
  benchmarks: string[];
  /** In the order of the input. */
  conditions: ConditionGains[];
  /** How many tests the adjusted p-values account for. */
  familySize: number;
  /** How many trials each choice for missing rewards counts as failed and leaves out. */
  missing: TouchedTrials;
  /** Sentences that a reader of the numbers needs. */
  warnings: string[];
}

/** Trials without a reward under all conditions, by why. */
export function withoutReward(conditions: readonly Pick<ConditionGains, 'totals'>[]): MissingCounts {
  const counts = noneMissing();
  for (const { totals } of conditions)
    for (const state of Object.keys(counts) as (keyof MissingCounts)[])
      counts[state] += totals['task-weighted'].missing[state];
  return counts;
}

/** What the gains of a report are over, as it stands after "over". */
export const baselineName = ({
  settings,
  conditions,
}: Pick<GainsReport, 'settings' | 'conditions'>): string =>
  nameOfBaselines(
    conditions.find(({ condition }) => condition === settings.baseline)?.label ?? 'the baseline',
    settings.baselines,
  );
