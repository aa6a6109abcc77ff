import type { Flip, TaskKey } from './report';
import type { BenchmarkTally, TaskTally } from './tally';

/** A task whose rate is known on both sides. */
export interface TaskPair {
  difference: number;
  /** Both rates are 0 or 1, so that the pair is a win, a loss or a draw. */
  decided: boolean;
  attempts: [number, number];
}

export interface BenchmarkPairs {
  pairs: TaskPair[];
  onlyBaseline: TaskKey[];
  onlyCondition: TaskKey[];
  gained: Flip[];
  lost: Flip[];
}

/**
 * Lays one benchmark's tasks under the baseline beside those under a condition.
 *
 * Flips compare "solved at least once" and need a counted trial on both sides; pairs need pass@k on both.
 */
export function pairTasks(
  benchmark: string,
  baseline: BenchmarkTally | undefined,
  condition: BenchmarkTally | undefined,
): BenchmarkPairs {
  const result: BenchmarkPairs = { pairs: [], onlyBaseline: [], onlyCondition: [], gained: [], lost: [] };
  const none: TaskTally = { passed: 0, trials: 0, rate: null };
  const names = new Set([...(baseline?.tasks.keys() ?? []), ...(condition?.tasks.keys() ?? [])]);
  for (const task of [...names].sort()) {
    const before = baseline?.tasks.get(task) ?? none;
    const after = condition?.tasks.get(task) ?? none;
    if (before.rate !== null && after.rate !== null) result.pairs.push(toPair(before, after));
    else if (before.rate !== null) result.onlyBaseline.push({ benchmark, task });
    else if (after.rate !== null) result.onlyCondition.push({ benchmark, task });

    if (before.trials === 0 || after.trials === 0 || before.passed > 0 === after.passed > 0) continue;
    (after.passed > 0 ? result.gained : result.lost).push({
      benchmark,
      task,
      baseline: { passed: before.passed, trials: before.trials },
      condition: { passed: after.passed, trials: after.trials },
    });
  }
  return result;
}

function toPair(before: TaskTally, after: TaskTally): TaskPair {
  const whole = (rate: number) => rate === 0 || rate === 1;
  return {
    difference: after.rate! - before.rate!,
    decided: whole(before.rate!) && whole(after.rate!),
    attempts: [before.trials, after.trials],
  };
}
