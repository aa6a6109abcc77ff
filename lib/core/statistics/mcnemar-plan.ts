import { type Estimate, type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireCount, requireLevel, requireProportion } from './arguments';
import { type DiscordantShares, mcNemarPowerAt } from './mcnemar-power';

/** What is asked of a comparison. */
export interface PowerGoal {
  /** Level of the two-sided test, in (0, 1). */
  alpha: number;
  /** Chance of finding the gain, in (0, 1). */
  power: number;
}

/** How conditions are thought to differ: by the share of tasks that differ, or by the share that is lost. */
export type McNemarDesign =
  | { baselineRate: number; discordance: number; lost?: undefined }
  | { baselineRate: number; lost: number; discordance?: undefined };

/** More tasks than any benchmark has: beyond these the answer is that the gain is out of reach. */
const MOST_TASKS = 20_000;

/**
 * The shares of tasks gained and lost that make up a gain.
 *
 *   gained − lost = gain;  with the discordance given, gained + lost = discordance
 *
 * @param gain  > 0, difference of pass rates
 * @returns the shares; not estimable where they would exceed the tasks there are to gain (1 − baselineRate) or to lose
 * @throws AppError `invalid-input` when a rate or share is none
 */
export function sharesOfGain(design: McNemarDesign, gain: number): EstimateOf<DiscordantShares> {
  requireProportion(design.baselineRate, 'the baseline rate');
  requireProportion(gain, 'the gain');
  const { discordance, baselineRate } = design;
  if (discordance !== undefined) requireProportion(discordance, 'the share of tasks that differ');
  else requireProportion(design.lost, 'the share of tasks lost');
  if (discordance !== undefined && gain > discordance)
    return notEstimable(
      `a gain of ${points(gain)} needs more than the ${points(discordance)} of tasks that differ`,
    );
  const lost = discordance === undefined ? design.lost : (discordance - gain) / 2;
  const gained = lost + gain;
  const slack = 1e-12;
  if (gained > 1 - baselineRate + slack)
    return notEstimable(
      `${points(gained)} of tasks cannot be gained where the baseline fails ${points(1 - baselineRate)}`,
    );
  if (lost > baselineRate + slack)
    return notEstimable(
      `${points(lost)} of tasks cannot be lost where the baseline solves ${points(baselineRate)}`,
    );
  return { value: { gained: Math.min(1, gained), lost } };
}

/**
 * The smallest gain that an exact McNemar test over so many tasks, one attempt each, finds with the wanted power.
 *
 * @param tasks  integer ≥ 1
 * @returns a difference of pass rates in (0, 1]; not estimable, and why, where even the largest gain that the design
 *   allows would not be found
 * @throws AppError `invalid-input` when a rate, share or count is none; RangeError when the goal is none
 * @complexity some 40 evaluations of mcNemarPower
 */
export function smallestMcNemarGain(design: McNemarDesign, tasks: number, goal: PowerGoal): Estimate {
  requireCount(tasks, 'tasks', 1);
  requireGoal(goal);
  const [least, most] = gainsOf(design);
  if (least > most)
    return notEstimable(sharesOfGain(design, Math.max(0, most)).reason ?? 'no gain fits these shares');
  const powerAt = mcNemarPowerAt(goal.alpha);
  const power = (gain: number) => powerAt(sharesOfGain(design, gain).value!, tasks);
  const best = power(most);
  if (best < goal.power)
    return notEstimable(
      `even a gain of ${points(most)}, the largest with these shares, would be found with a chance of ${points(best)}`,
    );
  let [low, high] = [least, most];
  if (power(low) >= goal.power) return { value: low };
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (power(middle) >= goal.power) high = middle;
    else low = middle;
  }
  return { value: high };
}

/**
 * Tasks that an exact McNemar test needs, one attempt each, to find a gain with the wanted power. Power over tasks is
 * slightly ragged, since counts are whole: the answer is a number from which on the next ten also have that power.
 *
 * @param gain  > 0, difference of pass rates
 * @returns tasks, an integer; not estimable, and why, where the shares do not allow the gain or 20,000 tasks are too few
 * @throws AppError `invalid-input` when a rate, share or gain is none; RangeError when the goal is none
 * @complexity some 40 evaluations of mcNemarPower
 */
export function tasksForMcNemarGain(design: McNemarDesign, gain: number, goal: PowerGoal): Estimate {
  requireGoal(goal);
  const shares = sharesOfGain(design, gain);
  if (shares.value === null) return shares;
  if (gain === 0) return notEstimable('a gain of 0 is found by no number of tasks');
  const powerAt = mcNemarPowerAt(goal.alpha);
  const enough = (tasks: number) => powerAt(shares.value, tasks) >= goal.power;
  let [low, high] = [0, 8];
  while (!enough(high)) {
    if (high >= MOST_TASKS)
      return notEstimable(`more than ${MOST_TASKS.toLocaleString('en')} tasks would be needed`);
    [low, high] = [high, Math.min(MOST_TASKS, 2 * high)];
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  for (let next = high + 1; next <= high + 10; next++) if (!enough(next)) high = next + 1;
  return { value: high };
}

/** @throws RangeError when level or power is none */
export function requireGoal({ alpha, power }: PowerGoal): void {
  requireLevel(alpha, 'a significance level');
  requireLevel(power, 'a power');
}

/** A proportion as people read it. */
export const points = (proportion: number) => `${Number((100 * proportion).toFixed(1))} %`;

/** The gains that the shares allow, from the smallest to the largest. */
function gainsOf({ baselineRate, discordance, lost }: McNemarDesign): [number, number] {
  if (discordance === undefined) return lost > baselineRate ? [1, 0] : [0, 1 - baselineRate - lost];
  return [
    Math.max(0, discordance - 2 * baselineRate),
    Math.min(discordance, 2 * (1 - baselineRate) - discordance),
  ];
}
