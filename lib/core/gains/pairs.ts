import type { PairedOutcomes } from '@/lib/core/statistics/attempt-noise';
import type { Outcomes } from './outcomes';
import type { Flip, TaskKey } from './report';
import type { Tally } from './tally';

/** One benchmark's tasks whose pass@k is known on both sides, and what cannot be paired. */
export interface BenchmarkPairs {
  benchmark: string;
  /** pass@k under the baseline and under the condition, and their difference; one entry a pair. */
  before: Float64Array;
  after: Float64Array;
  differences: Float64Array;
  /** Trials behind them. */
  outcomes: PairedOutcomes & Record<'condition' | 'baseline', { passed: Int32Array; trials: Int32Array }>;
  /** All rates are 0 or 1, so that each pair is a win, a loss or a draw. */
  decided: boolean;
  onlyBaseline: TaskKey[];
  onlyCondition: TaskKey[];
  gained: Flip[];
  lost: Flip[];
}

/**
 * Lays one benchmark's tasks under the baseline beside those under a condition.
 *
 * Flips compare "solved at least once" and need a counted trial on both sides; pairs need pass@k on both.
 *
 * @param range  where the benchmark's tasks lie
 */
export function pairTasks(
  { tasks, benchmarks }: Outcomes,
  [start, end]: readonly [number, number],
  baseline: Tally,
  condition: Tally,
): BenchmarkPairs {
  const benchmark = benchmarks[tasks[start]!.benchmark]!;
  const places: number[] = [];
  const lists = {
    onlyBaseline: [] as TaskKey[],
    onlyCondition: [] as TaskKey[],
    gained: [] as Flip[],
    lost: [] as Flip[],
  };
  for (let t = start; t < end; t++) {
    const task = tasks[t]!.name;
    const [before, after] = [!Number.isNaN(baseline.rate[t]!), !Number.isNaN(condition.rate[t]!)];
    if (before && after) places.push(t);
    else if (before) lists.onlyBaseline.push({ benchmark, task });
    else if (after) lists.onlyCondition.push({ benchmark, task });

    const solved = condition.passed[t]! > 0;
    if (baseline.trials[t] === 0 || condition.trials[t] === 0 || baseline.passed[t]! > 0 === solved) continue;
    lists[solved ? 'gained' : 'lost'].push({
      benchmark,
      task,
      baseline: { passed: baseline.passed[t]!, trials: baseline.trials[t]! },
      condition: { passed: condition.passed[t]!, trials: condition.trials[t]! },
    });
  }
  const before = Float64Array.from(places, (t) => baseline.rate[t]!);
  const after = Float64Array.from(places, (t) => condition.rate[t]!);
  const whole = (rate: number) => rate === 0 || rate === 1;
  const counts = (side: Tally) => ({
    passed: Int32Array.from(places, (t) => side.passed[t]!),
    trials: Int32Array.from(places, (t) => side.trials[t]!),
  });
  return {
    benchmark,
    before,
    after,
    differences: after.map((rate, i) => rate - before[i]!),
    outcomes: { condition: counts(condition), baseline: counts(baseline) },
    decided: before.every(whole) && after.every(whole),
    ...lists,
  };
}
