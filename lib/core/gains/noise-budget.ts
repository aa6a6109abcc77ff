import type { OutcomeCounts } from '@/lib/core/statistics/attempt-noise';
import { type PowerGoal, smallestMcNemarGain } from '@/lib/core/statistics/mcnemar-plan';
import { smallestPairedGain } from '@/lib/core/statistics/paired-plan';
import type { GainVariance } from '@/lib/core/statistics/paired-power';
import {
  type PairedVarianceComponents,
  pairedVarianceComponents,
} from '@/lib/core/statistics/variance-components';
import { type Estimate, type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import type { GainsInput } from './report';
import { tallyTasks } from './task-tallies';
import { meanOf } from './uplifts';

/** How much larger a study is made, to see what that buys. */
export const moreTasks = 50;

export interface NoiseBudgetInput
  extends Pick<GainsInput, 'trials' | 'conditions' | 'baseline' | 'threshold' | 'missing'> {
  /** The condition that is held against the baseline; another one than it. */
  condition: string;
  goal: PowerGoal;
}

/** The noise of one benchmark, or of all tasks together. Rates, gains and shares are proportions. */
export interface NoiseRow {
  /** Null for all benchmarks together. */
  benchmark: string | null;
  /** Tasks that both sides have, with a trial that counts. */
  tasks: number;
  /** Of a task on one side: fewest, most, and the harmonic mean, which decides how exact rates are. */
  attempts: { min: number; max: number; typical: number };
  baselineRate: Estimate;
  gain: Estimate;
  /** Share of tasks that differ when each side tries once: the mean over all pairs of attempts. */
  discordance: Estimate;
  components: EstimateOf<PairedVarianceComponents>;
  /** The variance of one paired difference of attempts, split; from the components. */
  variance: EstimateOf<GainVariance>;
  /** Of the squared standard error of the gain as measured, the share that attempts cause: what more attempts can take away. */
  attemptShare: Estimate;
  /** The smallest gain that is found with the wanted power, by size of the study. */
  smallest: {
    /** One attempt a side, exact McNemar. */
    oneAttempt: Estimate;
    /** As many whole attempts as are typical; exact McNemar for one, else the paired t test. */
    asIs: Estimate;
    oneMoreAttempt: Estimate;
    moreTasks: Estimate;
  };
}

export interface NoiseBudget {
  /** Benchmarks in the order of their names; all together last, where there are several. */
  rows: NoiseRow[];
  goal: PowerGoal;
}

/**
 * What the noise of a comparison is made of, per benchmark and over all tasks, and the smallest gain it can show.
 *
 * Over all benchmarks together every task counts once, and what one benchmark gains more than another counts as
 * interaction, so that the smallest gain of all together is on the safe side.
 *
 * @returns rows without NaN: what the tasks and attempts at hand cannot tell is a reason
 * @throws RangeError when a trial names an unknown condition or the goal is none
 * @complexity O(trials) and some 160 power evaluations a row
 */
export function computeNoiseBudget(input: NoiseBudgetInput): NoiseBudget {
  const tally = tallyTasks({ ...input, passK: 1 });
  const [own, base] = [tally.get(input.condition), tally.get(input.baseline)];
  const benchmarks = [...new Set(input.trials.map(({ benchmark }) => benchmark))].sort();
  const parts = benchmarks.map((name) => sharedCounts(own?.get(name), base?.get(name)));
  const rows = parts.map((part, i) => toRow(benchmarks[i]!, part, input.goal));
  if (rows.length > 1) rows.push(toRow(null, parts.flat(), input.goal));
  return { rows, goal: input.goal };
}

interface Shared {
  condition: { passed: number; trials: number };
  baseline: { passed: number; trials: number };
}

type Counts = ReadonlyMap<string, { passed: number; trials: number }>;

function sharedCounts(own: Counts | undefined, base: Counts | undefined): Shared[] {
  return [...(own ?? [])].flatMap(([task, condition]) => {
    const baseline = base?.get(task);
    return baseline && baseline.trials > 0 && condition.trials > 0 ? [{ condition, baseline }] : [];
  });
}

function toRow(benchmark: string | null, shared: readonly Shared[], goal: PowerGoal): NoiseRow {
  const tasks = shared.length;
  if (tasks === 0) return emptyRow(benchmark);
  const counts = (side: keyof Shared): OutcomeCounts => ({
    passed: shared.map((task) => task[side].passed),
    trials: shared.map((task) => task[side].trials),
  });
  const rate = (side: keyof Shared) => meanOf(shared.map((task) => task[side].passed / task[side].trials));
  const all = shared.flatMap((task) => [task.condition.trials, task.baseline.trials]);
  const attempts = attemptsOf(all);
  const baselineRate = rate('baseline');
  const gain = rate('condition') - baselineRate;
  const discordance = meanOf(shared.map(discordanceOf));
  const components = pairedVarianceComponents({
    condition: counts('condition'),
    baseline: counts('baseline'),
  });
  const variance = varianceOf(components);
  return {
    benchmark,
    tasks,
    attempts,
    baselineRate: { value: baselineRate },
    gain: { value: gain },
    discordance: { value: discordance },
    components,
    variance,
    attemptShare: attemptShareOf(variance, attempts.typical),
    smallest: smallestGains({ tasks, typical: attempts.typical, baselineRate, discordance, variance, goal }),
  };
}

interface Design {
  tasks: number;
  typical: number;
  baselineRate: number;
  discordance: number;
  variance: EstimateOf<GainVariance>;
  goal: PowerGoal;
}

function smallestGains({
  tasks,
  typical,
  baselineRate,
  discordance,
  variance,
  goal,
}: Design): NoiseRow['smallest'] {
  const exact = (n: number): Estimate =>
    discordance === 0
      ? notEstimable('no pair of attempts differs, so nothing says how often tasks would')
      : smallestMcNemarGain({ baselineRate, discordance }, n, goal);
  const paired = (n: number, attempts: number): Estimate => {
    if (variance.value === null) return notEstimable(variance.reason);
    if (n < 2) return notEstimable('a paired t test needs at least 2 tasks, got 1');
    // Without any scatter in the logs every gain would seem to show: that is what too few tasks look like.
    if (variance.value.task === 0 && variance.value.attempt === 0)
      return notEstimable(
        'neither tasks nor attempts differ in these logs, so they say nothing of the noise',
      );
    return smallestPairedGain(variance.value, n, attempts, goal);
  };
  const attempts = Math.max(1, Math.round(typical));
  const size = (n: number, m: number) => (m === 1 ? exact(n) : paired(n, m));
  return {
    oneAttempt: exact(tasks),
    asIs: size(tasks, attempts),
    oneMoreAttempt: size(tasks, attempts + 1),
    moreTasks: size(tasks + moreTasks, attempts),
  };
}

function varianceOf({ value, reason }: EstimateOf<PairedVarianceComponents>): EstimateOf<GainVariance> {
  if (value === null) return notEstimable(reason);
  const attempt = value.attempt.condition.variance + value.attempt.baseline.variance;
  return { value: { task: 2 * value.interaction.variance, attempt } };
}

function attemptShareOf({ value, reason }: EstimateOf<GainVariance>, typical: number): Estimate {
  if (value === null) return notEstimable(reason);
  const whole = value.task + value.attempt / typical;
  if (whole === 0) return notEstimable('the gain has no scatter in these logs');
  return { value: value.attempt / typical / whole };
}

/** The chance that one attempt of each side ends differently. */
function discordanceOf({ condition, baseline }: Shared): number {
  const [p, q] = [condition.passed / condition.trials, baseline.passed / baseline.trials];
  return p * (1 - q) + q * (1 - p);
}

function emptyRow(benchmark: string | null): NoiseRow {
  const none = notEstimable('the two conditions share no task with a trial that counts');
  return {
    benchmark,
    tasks: 0,
    attempts: { min: 0, max: 0, typical: 0 },
    baselineRate: none,
    gain: none,
    discordance: none,
    components: none,
    variance: none,
    attemptShare: none,
    smallest: { oneAttempt: none, asIs: none, oneMoreAttempt: none, moreTasks: none },
  };
}

function attemptsOf(counts: readonly number[]): NoiseRow['attempts'] {
  const [min, max] = counts.reduce(
    ([least, most], n) => [Math.min(least, n), Math.max(most, n)],
    [counts[0]!, counts[0]!],
  );
  // The harmonic mean of equal numbers, but for rounding, is that number.
  const typical = min === max ? min : counts.length / counts.reduce((sum, n) => sum + 1 / n, 0);
  return { min, max, typical };
}
