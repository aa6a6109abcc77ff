import { requireCount, requireFinite, requireProportion } from '@/lib/core/statistics/arguments';
import {
  type PowerGoal,
  requireGoal,
  sharesOfGain,
  smallestMcNemarGain,
  tasksForMcNemarGain,
} from '@/lib/core/statistics/mcnemar-plan';
import { mcNemarPowerAt } from '@/lib/core/statistics/mcnemar-power';
import {
  attemptsForPairedGain,
  cheapestDesign,
  type Design,
  smallestPairedGain,
  tasksForPairedGain,
} from '@/lib/core/statistics/paired-plan';
import { errorOfGain, type GainVariance, pairedPower } from '@/lib/core/statistics/paired-power';
import { type Estimate, type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { type PowerCurves, powerCurves } from './power-curves';

/** What a comparison is planned on. Rates and shares are proportions. */
export interface PlanAssumptions extends PowerGoal {
  /** The true gain that should be found; in (0, 1]. */
  gain: number;
  baselineRate: number;
  /** Share of tasks that differ when each side tries once; in [gain, 1]. */
  discordance: number;
  /** Of the scatter of such a difference, the share that attempts cause; the rest is gains that differ between tasks. */
  attemptShare: number;
  /** Tasks of the study as it is thought of; integer ≥ 2. */
  tasks: number;
  /** Attempts per task and side; integer ≥ 1. */
  attempts: number;
  /** Of one trial, in any currency; > 0. Both sides pay it. */
  costPerTrial: number;
  /** Of a task whatever its attempts; ≥ 0. */
  costPerTask: number;
  /** What can be had at most, for the cheapest design. */
  mostTasks: number;
  mostAttempts: number;
}

export interface Plan {
  assumptions: PlanAssumptions;
  /** How the assumed discordance splits into noise of tasks and of attempts. */
  variance: EstimateOf<GainVariance>;
  /** Chance of finding the gain with the tasks and attempts thought of. */
  power: Estimate;
  /** The smallest gain that these find with the wanted power. */
  smallest: Estimate;
  /** With the attempts thought of. */
  tasksNeeded: Estimate;
  /** With the tasks thought of. */
  attemptsNeeded: Estimate;
  /** Of the comparison thought of, both sides. */
  cost: number;
  /** The cheapest design within what can be had, and the best for each number of attempts. */
  designs: EstimateOf<{ cheapest: Design; byAttempts: Design[] }>;
  curves: PowerCurves;
}

/**
 * What a comparison of two conditions on shared tasks can find, and what it takes to find a wanted gain.
 *
 * One attempt a side is planned by the exact McNemar test, several by the paired t test. A difference of single attempts
 * has the variance δ − g², δ the discordance and g the gain; the attempts' share of it shrinks with more attempts, the
 * rest only with more tasks.
 *
 * @throws AppError `invalid-input` when a number is none; RangeError when the goal is none
 * @complexity some hundred power evaluations; tens of milliseconds
 */
export function computePlan(given: PlanAssumptions): Plan {
  checkAssumptions(given);
  const { gain, tasks, attempts, costPerTask, costPerTrial } = given;
  const variance = assumedVariance(given);
  return {
    assumptions: given,
    variance,
    power: powerOf(given, variance)(gain, tasks, attempts),
    smallest: smallestOf(given, variance),
    tasksNeeded: tasksFor(given, variance, attempts),
    attemptsNeeded: attemptsFor(given, variance),
    cost: tasks * (costPerTask + 2 * attempts * costPerTrial),
    designs: designsOf(given, variance),
    curves: powerCurves(given, powerOf(given, variance)),
  };
}

/**
 * The assumed variance of a difference of single attempts, split.
 *
 * @returns not estimable where no study could have such a gain, discordance and baseline
 */
export function assumedVariance({
  gain,
  discordance,
  baselineRate,
  attemptShare,
}: PlanAssumptions): EstimateOf<GainVariance> {
  const shares = sharesOfGain({ baselineRate, discordance }, gain);
  if (shares.value === null) return notEstimable(shares.reason);
  const whole = Math.max(0, discordance - gain ** 2);
  return { value: { task: (1 - attemptShare) * whole, attempt: attemptShare * whole } };
}

/** Power by gain, tasks and attempts; gains that the assumptions do not allow have none. */
export type PowerAt = (gain: number, tasks: number, attempts: number) => Estimate;

function powerOf({ baselineRate, discordance, alpha }: PlanAssumptions, variance: EstimateOf<GainVariance>) {
  const exact = mcNemarPowerAt(alpha);
  return (gain: number, tasks: number, attempts: number): Estimate => {
    if (attempts === 1) {
      const shares = sharesOfGain({ baselineRate, discordance }, gain);
      return shares.value === null ? shares : { value: exact(shares.value, tasks) };
    }
    if (variance.value === null) return notEstimable(variance.reason);
    return { value: pairedPower(gain, errorOfGain(variance.value, tasks, attempts), tasks, alpha) };
  };
}

function smallestOf(
  { baselineRate, discordance, tasks, attempts, alpha, power }: PlanAssumptions,
  variance: EstimateOf<GainVariance>,
): Estimate {
  const goal = { alpha, power };
  if (attempts === 1) return smallestMcNemarGain({ baselineRate, discordance }, tasks, goal);
  if (variance.value === null) return notEstimable(variance.reason);
  return smallestPairedGain(variance.value, tasks, attempts, goal);
}

function tasksFor(given: PlanAssumptions, variance: EstimateOf<GainVariance>, attempts: number): Estimate {
  const { baselineRate, discordance, gain } = given;
  if (attempts === 1) return tasksForMcNemarGain({ baselineRate, discordance }, gain, given);
  if (variance.value === null) return notEstimable(variance.reason);
  return tasksForPairedGain(variance.value, gain, attempts, given);
}

/** One attempt is enough only where the exact test says so. */
function attemptsFor(given: PlanAssumptions, variance: EstimateOf<GainVariance>): Estimate {
  if (variance.value === null) return notEstimable(variance.reason);
  const one = powerOf(given, variance)(given.gain, given.tasks, 1);
  if (one.value !== null && one.value >= given.power) return { value: 1 };
  const needed = attemptsForPairedGain(variance.value, given.gain, given.tasks, given);
  return needed.value === 1 ? { value: 2 } : needed;
}

function designsOf(given: PlanAssumptions, variance: EstimateOf<GainVariance>): Plan['designs'] {
  if (variance.value === null) return notEstimable(variance.reason);
  const { gain, costPerTask, costPerTrial, mostTasks, mostAttempts } = given;
  const limits = { mostTasks, mostAttempts, costPerTask, costPerPair: 2 * costPerTrial };
  const paired = cheapestDesign(variance.value, gain, limits, given);
  const needed = tasksFor(given, variance, 1).value;
  const single: Design[] =
    needed !== null && needed <= mostTasks
      ? [
          {
            tasks: needed,
            attempts: 1,
            trials: 2 * needed,
            cost: needed * (costPerTask + 2 * costPerTrial),
            power: powerOf(given, variance)(gain, needed, 1).value!,
          },
        ]
      : [];
  // The t test is only an approximation for single attempts, which the exact test judges.
  const several = (paired.value?.byAttempts ?? []).filter(({ attempts }) => attempts > 1);
  const byAttempts = [...single, ...several];
  if (byAttempts.length === 0)
    return notEstimable(paired.reason ?? `one attempt each on ${mostTasks} tasks is not enough`);
  const cheapest = byAttempts.reduce((best, design) => (design.cost < best.cost ? design : best));
  return { value: { cheapest, byAttempts } };
}

function checkAssumptions(given: PlanAssumptions): void {
  requireGoal(given);
  requireProportion(given.gain, 'the wanted gain');
  requireProportion(given.baselineRate, 'the baseline rate');
  requireProportion(given.discordance, 'the share of tasks that differ');
  requireProportion(given.attemptShare, 'the share of attempts in the scatter');
  requireCount(given.tasks, 'tasks', 2);
  requireCount(given.attempts, 'attempts', 1);
  requireCount(given.mostTasks, 'tasks that can be had', 2);
  requireCount(given.mostAttempts, 'attempts that can be had', 1);
  requireFinite([given.costPerTrial, given.costPerTask], 'costs');
}
