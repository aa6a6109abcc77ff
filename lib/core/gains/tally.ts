import { passAtK } from '@/lib/core/metrics/pass-at-k';
import type { GainsInput } from './report';

/** The trials of one task under one condition, counted. */
export interface TaskTally {
  passed: number;
  /** Trials that count; those without a reward only when they count as failures. */
  trials: number;
  /** pass@k; null when fewer than k trials count. */
  rate: number | null;
}

/** One condition on one benchmark. */
export interface BenchmarkTally {
  tasks: Map<string, TaskTally>;
  trialCount: number;
  trialsWithoutReward: number;
}

/** Condition id → benchmark → counts. */
export type Tally = Map<string, Map<string, BenchmarkTally>>;

/**
 * Counts trials by condition, benchmark and task, and estimates pass@k of each task.
 *
 * @throws RangeError when a trial names a condition that is not in the input
 * @complexity O(trials)
 */
export function tallyTrials({ trials, conditions, threshold, missing, passK }: GainsInput): Tally {
  const tally: Tally = new Map(conditions.map(({ id }) => [id, new Map()]));
  for (const { condition, benchmark, task, reward } of trials) {
    const benchmarks = tally.get(condition);
    if (!benchmarks) throw new RangeError(`a trial of task ${task} names the unknown condition ${condition}`);
    let cell = benchmarks.get(benchmark);
    if (!cell) {
      cell = { tasks: new Map(), trialCount: 0, trialsWithoutReward: 0 };
      benchmarks.set(benchmark, cell);
    }
    let counts = cell.tasks.get(task);
    if (!counts) {
      counts = { passed: 0, trials: 0, rate: null };
      cell.tasks.set(task, counts);
    }
    const known = reward !== null && Number.isFinite(reward);
    cell.trialCount++;
    if (!known) cell.trialsWithoutReward++;
    if (known || missing === 'failure') counts.trials++;
    if (known && reward >= threshold) counts.passed++;
  }
  for (const benchmarks of tally.values()) {
    for (const { tasks } of benchmarks.values()) {
      for (const counts of tasks.values()) counts.rate = passAtK(counts.passed, counts.trials, passK).value;
    }
  }
  return tally;
}
