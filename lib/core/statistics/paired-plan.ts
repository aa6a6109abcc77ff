import { AppError } from '@/lib/core/errors';
import { type Estimate, type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireCount, requireFinite } from './arguments';
import { type PowerGoal, points, requireGoal } from './mcnemar-plan';
import { errorOfGain, type GainVariance, pairedPower } from './paired-power';

/** More than anybody will pay for. */
const MOST_TASKS = 1_000_000;
const MOST_ATTEMPTS = 100_000;

/**
 * The smallest gain that a paired t test finds with the wanted power.
 *
 * @param tasks     integer ≥ 2
 * @param attempts  per task and side, integer ≥ 1
 * @returns a difference of rates > 0; not estimable where it would exceed 1
 * @throws AppError `invalid-input` when a number is none; RangeError when the goal is none
 * @complexity some 40 evaluations of pairedPower
 */
export function smallestPairedGain(
  variance: GainVariance,
  tasks: number,
  attempts: number,
  goal: PowerGoal,
): Estimate {
  requireGoal(goal);
  requireCount(tasks, 'tasks', 2);
  requireCount(attempts, 'attempts', 1);
  const error = errorOfGain(variance, tasks, attempts);
  const power = (gain: number) => pairedPower(gain, error, tasks, goal.alpha);
  if (power(1) < goal.power)
    return notEstimable(
      `${tasks} tasks would find even a gain of 100 % with a chance of ${points(power(1))} alone`,
    );
  let [low, high] = [0, 1];
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (power(middle) >= goal.power) high = middle;
    else low = middle;
  }
  return { value: high };
}

/**
 * Tasks needed to find a gain with so many attempts each.
 *
 * @param gain      > 0
 * @param attempts  per task and side, integer ≥ 1
 * @returns an integer ≥ 2; not estimable beyond a million
 * @throws AppError `invalid-input` when a number is none; RangeError when the goal is none
 * @complexity O(log tasks) evaluations of pairedPower
 */
export function tasksForPairedGain(
  variance: GainVariance,
  gain: number,
  attempts: number,
  goal: PowerGoal,
): Estimate {
  requireGoal(goal);
  requireGain(gain);
  requireCount(attempts, 'attempts', 1);
  const enough = (tasks: number) =>
    pairedPower(gain, errorOfGain(variance, tasks, attempts), tasks, goal.alpha) >= goal.power;
  return (
    smallestCount(enough, 2, MOST_TASKS) ??
    notEstimable(`more than ${MOST_TASKS.toLocaleString('en')} tasks would be needed`)
  );
}

/**
 * Attempts per task and side needed to find a gain on the tasks there are.
 *
 * @param gain   > 0
 * @param tasks  integer ≥ 2
 * @returns an integer ≥ 1; not estimable, and why, where the tasks themselves differ so much that no number of attempts
 *   suffices
 * @throws AppError `invalid-input` when a number is none; RangeError when the goal is none
 * @complexity O(log attempts) evaluations of pairedPower
 */
export function attemptsForPairedGain(
  variance: GainVariance,
  gain: number,
  tasks: number,
  goal: PowerGoal,
): Estimate {
  requireGoal(goal);
  requireGain(gain);
  requireCount(tasks, 'tasks', 2);
  const power = (attempts: number) =>
    pairedPower(gain, errorOfGain(variance, tasks, attempts), tasks, goal.alpha);
  const best = power(Number.POSITIVE_INFINITY);
  const endless = `tasks differ so much that with ${tasks} of them even endless attempts find the gain with a chance of ${points(best)}`;
  if (best < goal.power) return notEstimable(endless);
  return (
    smallestCount((attempts) => power(attempts) >= goal.power, 1, MOST_ATTEMPTS) ??
    notEstimable(`more than ${MOST_ATTEMPTS.toLocaleString('en')} attempts would be needed`)
  );
}

export interface DesignLimits {
  /** Tasks that can be had; integer ≥ 2. */
  mostTasks: number;
  /** Attempts per task and side that are thought of; integer ≥ 1. */
  mostAttempts: number;
  /** Of one trial under the condition plus one under the baseline, in any currency; > 0. */
  costPerPair: number;
  /** Of a task whatever its attempts; ≥ 0, 0 unless said. */
  costPerTask?: number;
}

export interface Design {
  tasks: number;
  /** Per task and side. */
  attempts: number;
  /** Of both sides together. */
  trials: number;
  cost: number;
  power: number;
}

/**
 * The cheapest design that finds a gain: for each number of attempts the tasks needed, and of those the least cost.
 *
 *   cost = tasks · (costPerTask + attempts · costPerPair)
 *
 * Where tasks cost nothing of their own, more tasks with one attempt are cheapest, until the tasks run out.
 *
 * @param gain  > 0
 * @returns the cheapest design (of equally cheap ones that with fewer attempts) and the best for each number of attempts
 *   that has one; not estimable, and why, where the tasks there are do not suffice
 * @throws AppError `invalid-input` when a number is none; RangeError when the goal is none
 * @complexity O(mostAttempts · log tasks) evaluations of pairedPower
 */
export function cheapestDesign(
  variance: GainVariance,
  gain: number,
  limits: DesignLimits,
  goal: PowerGoal,
): EstimateOf<{ cheapest: Design; byAttempts: Design[] }> {
  const { mostTasks, mostAttempts, costPerPair, costPerTask = 0 } = limits;
  requireGoal(goal);
  requireGain(gain);
  requireCount(mostTasks, 'tasks', 2);
  requireCount(mostAttempts, 'attempts', 1);
  requireFinite([costPerPair, costPerTask], 'costs');
  if (!(costPerPair > 0 && costPerTask >= 0))
    throw new AppError('invalid-input', 'A trial costs more than nothing, and a task at least nothing.', {
      where: 'cost',
    });
  const byAttempts: Design[] = [];
  for (let attempts = 1; attempts <= mostAttempts; attempts++) {
    const tasks = tasksForPairedGain(variance, gain, attempts, goal).value;
    if (tasks === null || tasks > mostTasks) continue;
    const power = pairedPower(gain, errorOfGain(variance, tasks, attempts), tasks, goal.alpha);
    const cost = tasks * (costPerTask + attempts * costPerPair);
    byAttempts.push({ tasks, attempts, trials: 2 * tasks * attempts, cost, power });
  }
  if (byAttempts.length === 0) {
    const { value, reason } = attemptsForPairedGain(variance, gain, mostTasks, goal);
    return notEstimable(
      reason ?? `${mostTasks} tasks need ${value} attempts each, more than ${mostAttempts}`,
    );
  }
  const cheapest = byAttempts.reduce((best, design) => (design.cost < best.cost ? design : best));
  return { value: { cheapest, byAttempts } };
}

function requireGain(gain: number): void {
  if (gain > 0 && Number.isFinite(gain)) return;
  throw new AppError('invalid-input', `A gain to look for is above 0, got ${gain}.`, { where: 'gain' });
}

/** The smallest count from `least` to `most` that is enough, when every greater one is enough too; null for none. */
function smallestCount(enough: (count: number) => boolean, least: number, most: number): Estimate | null {
  if (enough(least)) return { value: least };
  let [low, high] = [least, 2 * least];
  while (!enough(high)) {
    if (high >= most) return null;
    [low, high] = [high, Math.min(most, 2 * high)];
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return { value: high };
}
