import type { PlanAssumptions, PowerAt } from './plan';

export interface PowerCurve {
  attempts: number;
  /** Null where the assumptions allow no such gain. */
  points: { x: number; power: number | null }[];
}

export interface PowerCurves {
  /** For the wanted gain, by the number of tasks; one curve per number of attempts. */
  byTasks: PowerCurve[];
  /** For the tasks thought of, by the gain as a proportion; one curve per number of attempts. */
  byGain: PowerCurve[];
}

const pointCount = 41;

/**
 * Power over the number of tasks and over the gain, with one attempt, those thought of, and twice as many.
 *
 * @complexity 41 evaluations of power a curve, two to six curves
 */
export function powerCurves(given: PlanAssumptions, power: PowerAt): PowerCurves {
  const attempts = [...new Set([1, given.attempts, 2 * given.attempts])].sort((a, b) => a - b);
  const tasks = taskCounts(given);
  const gains = gainSizes(given);
  return {
    byTasks: attempts.map((m) => ({
      attempts: m,
      points: tasks.map((x) => ({ x, power: power(given.gain, x, m).value })),
    })),
    byGain: attempts.map((m) => ({
      attempts: m,
      points: gains.map((x) => ({ x, power: power(x, given.tasks, m).value })),
    })),
  };
}

/** From a few tasks to twice those thought of, or to what single attempts would roughly need; whole and rising. */
function taskCounts({ tasks, gain, discordance }: PlanAssumptions): number[] {
  // (z + z)² δ / g² of the normal formula at 80 % power, a fifth more to see the curve level off.
  const needed = gain > 0 ? (9.4 * discordance) / gain ** 2 : 0;
  const most = Math.min(5_000, Math.max(20, 2 * tasks, Math.min(needed, 20 * tasks)));
  return [...new Set(steps(2, most).map(Math.round))];
}

/** From 0 to the largest gain that the shares allow, or to three times the wanted one where that is less. */
function gainSizes({ gain, discordance, baselineRate }: PlanAssumptions): number[] {
  const most = Math.min(discordance, 2 * (1 - baselineRate) - discordance, 3 * gain);
  return steps(0, Math.max(most, gain));
}

const steps = (from: number, to: number) =>
  Array.from({ length: pointCount }, (_, i) => from + ((to - from) * i) / (pointCount - 1));
