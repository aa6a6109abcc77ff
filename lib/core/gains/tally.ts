import { passAtK } from '@/lib/core/metrics/pass-at-k';
import { passHatK } from '@/lib/core/metrics/pass-hat-k';
import { countsAsFailure, type MissingCounts, noneMissing, type RewardState, rewardStates } from './missing';
import type { Outcomes, TrialColumns } from './outcomes';
import type { GainsSettings } from './report';

/** One condition's trials counted by task; arrays by the task's place in Outcomes.tasks. */
export interface Tally {
  /** Trials of each task, counted or not. */
  all: Int32Array;
  /** Trials that count: with a reward, or failed by the rule for those without. */
  trials: Int32Array;
  passed: Int32Array;
  /** Sum of the rewards of the trials that count, failures as 0. */
  rewards: Float64Array;
  /** pass@k and pass^k; NaN while fewer than k trials count. */
  rate: Float64Array;
  hat: Float64Array;
  /** Per benchmark. */
  missing: MissingCounts[];
  /** Trials whose task already had one with the same number. */
  repeated: number;
  /** Rewards outside 0 to 1: how many, the least and the greatest. */
  outside: { count: number; low: number; high: number };
}

/**
 * Counts one condition's trials by task, and estimates pass@k and pass^k of each.
 *
 * @param columns  its trials; undefined where it has none
 * @complexity O(trials + tasks)
 */
export function tallyTrials(
  columns: TrialColumns | undefined,
  { tasks, benchmarks }: Outcomes,
  { threshold, missing, passK }: Pick<GainsSettings, 'threshold' | 'missing' | 'passK'>,
): Tally {
  const tally: Tally = {
    all: new Int32Array(tasks.length),
    trials: new Int32Array(tasks.length),
    passed: new Int32Array(tasks.length),
    rewards: new Float64Array(tasks.length),
    rate: new Float64Array(tasks.length).fill(Number.NaN),
    hat: new Float64Array(tasks.length).fill(Number.NaN),
    missing: benchmarks.map(noneMissing),
    repeated: 0,
    outside: { count: 0, low: 0, high: 1 },
  };
  const numbered = new Set<number>();
  const most = columns?.attempt.reduce((a, b) => Math.max(a, b), 0) ?? 0;
  // Rewards are added up in the order of their size, so that the sum is the same whatever the order of the trials.
  const rewards: [task: number, reward: number][] = [];
  for (let i = 0; i < (columns?.task.length ?? 0); i++) {
    const task = columns!.task[i]!;
    const state = rewardStates[columns!.state[i]!]!;
    const attempt = columns!.attempt[i]!;
    tally.all[task]!++;
    if (attempt >= 0) {
      const key = task * (most + 1) + attempt;
      if (numbered.has(key)) tally.repeated++;
      numbered.add(key);
    }
    if (state === 'known') {
      const reward = columns!.reward[i]!;
      tally.trials[task]!++;
      if (reward >= threshold) tally.passed[task]!++;
      if (reward !== 0) rewards.push([task, reward]);
      noteOutside(tally, reward);
    } else {
      tally.missing[tasks[task]!.benchmark]![state]++;
      if (countsAsFailure(state as RewardState, missing)) tally.trials[task]!++;
    }
  }
  for (const [task, reward] of rewards.sort((a, b) => a[1] - b[1])) tally.rewards[task]! += reward;
  const rates = new Map<number, [number, number]>();
  for (let task = 0; task < tasks.length; task++) {
    const [passed, trials] = [tally.passed[task]!, tally.trials[task]!];
    const key = trials * 65_536 + passed;
    let known = rates.get(key);
    if (!known) {
      known = [
        passAtK(passed, trials, passK).value ?? Number.NaN,
        passHatK(passed, trials, passK).value ?? Number.NaN,
      ];
      rates.set(key, known);
    }
    [tally.rate[task], tally.hat[task]] = known;
  }
  return tally;
}

function noteOutside({ outside }: Tally, reward: number): void {
  if (reward >= 0 && reward <= 1) return;
  outside.count++;
  outside.low = Math.min(outside.low, reward);
  outside.high = Math.max(outside.high, reward);
}

/** Where each benchmark's tasks lie in Outcomes.tasks: from the first to before the second number. */
export function benchmarkRanges({ tasks, benchmarks }: Outcomes): [start: number, end: number][] {
  const ends = new Array<number>(benchmarks.length).fill(0);
  for (const { benchmark } of tasks) ends[benchmark]!++;
  let end = 0;
  return ends.map((count) => {
    end += count;
    return [end - count, end];
  });
}
