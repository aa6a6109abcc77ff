import { toOutcomes } from './outcomes';
import type { GainsInput } from './report';
import { tallyTrials } from './tally';

/** The trials of one task under one condition, counted. */
export interface TaskTally {
  passed: number;
  /** Trials that count: with a reward, or failed by the rule for those without. */
  trials: number;
  /** pass@k; null when fewer than k trials count. */
  rate: number | null;
}

/** Condition id → benchmark → task → counts. */
export type TaskTallies = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, TaskTally>>>;

/**
 * Trials counted by condition, benchmark and task, for whoever asks by name; see tallyTrials.
 *
 * @returns tasks with any trial under the condition, in the order of their names
 * @throws RangeError when a trial names a condition that is not in the input
 * @complexity O(trials + conditions · tasks)
 */
export function tallyTasks({
  trials,
  conditions,
  ...settings
}: Pick<GainsInput, 'trials' | 'conditions' | 'passK' | 'threshold' | 'missing'>): TaskTallies {
  const known = new Set(conditions.map(({ id }) => id));
  const stray = trials.find(({ condition }) => !known.has(condition));
  if (stray)
    throw new RangeError(`a trial of task ${stray.task} names the unknown condition ${stray.condition}`);
  const outcomes = toOutcomes(trials);
  return new Map(
    conditions.map(({ id }) => {
      const tally = tallyTrials(outcomes.trials.get(id), outcomes, settings);
      const byBenchmark = new Map<string, Map<string, TaskTally>>();
      outcomes.tasks.forEach(({ benchmark, name }, t) => {
        if (tally.all[t] === 0) return;
        const rate = tally.rate[t]!;
        const counts = {
          passed: tally.passed[t]!,
          trials: tally.trials[t]!,
          rate: Number.isNaN(rate) ? null : rate,
        };
        const label = outcomes.benchmarks[benchmark]!;
        const tasks = byBenchmark.get(label) ?? new Map<string, TaskTally>();
        byBenchmark.set(label, tasks.set(name, counts));
      });
      return [id, byBenchmark];
    }),
  );
}
