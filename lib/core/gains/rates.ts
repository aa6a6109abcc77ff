import { type BootstrapMean, pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { bootstrapped, noisy, wilson, withoutInterval } from './interval';
import { type MissingCounts, type MissingReward, noneMissing, touchedBy } from './missing';
import { noisesOf } from './noise';
import type { Outcomes } from './outcomes';
import type { Average, GainsCell, GainsSettings, IntervalEstimate } from './report';
import { benchmarkRanges, type Tally } from './tally';

type RateCell = Omit<GainsCell, 'gain'>;

/** A condition's own pass rates: one cell per benchmark and both totals. */
export interface Rates {
  cells: RateCell[];
  totals: Record<Average, RateCell>;
  /** pass@k of each benchmark's tasks where it can be estimated. */
  values: { name: string; values: Float64Array }[];
}

/** What is known of one benchmark's tasks under one condition. */
interface Part {
  name: string;
  /** pass@k and pass^k of the tasks where they can be estimated, and the trials behind them. */
  rates: Float64Array;
  hats: Float64Array;
  passed: Int32Array;
  trials: Int32Array;
  /** c/n and mean reward of the tasks with a counted trial. */
  shares: Float64Array;
  rewards: Float64Array;
  taskCount: number;
  trialCount: number;
  missing: MissingCounts;
}

/** Pass rates of one condition: cells in the order of the benchmarks. */
export function ratesOf(outcomes: Outcomes, tally: Tally, settings: GainsSettings): Rates {
  const ranges = benchmarkRanges(outcomes);
  const parts = outcomes.benchmarks.map((name, b) => collect(name, ranges[b]!, tally, tally.missing[b]!));
  const intervalOf = intervals(parts, settings);
  return {
    cells: parts.map((part) => cell([part], intervalOf([part], 'task-weighted'), 'task-weighted')),
    totals: {
      'task-weighted': cell(parts, intervalOf(parts, 'task-weighted'), 'task-weighted', true),
      macro: cell(parts, intervalOf(parts, 'macro'), 'macro', true),
    },
    values: parts.map(({ name, rates }) => ({ name, values: rates })),
  };
}

function collect(
  name: string,
  [start, end]: readonly [number, number],
  tally: Tally,
  missing: MissingCounts,
): Part {
  const places = Array.from({ length: end - start }, (_, i) => start + i);
  const estimable = places.filter((t) => !Number.isNaN(tally.rate[t]!));
  const counted = places.filter((t) => tally.trials[t]! > 0);
  return {
    name,
    rates: Float64Array.from(estimable, (t) => tally.rate[t]!),
    hats: Float64Array.from(estimable, (t) => tally.hat[t]!),
    passed: Int32Array.from(estimable, (t) => tally.passed[t]!),
    trials: Int32Array.from(estimable, (t) => tally.trials[t]!),
    shares: Float64Array.from(counted, (t) => tally.passed[t]! / tally.trials[t]!),
    rewards: Float64Array.from(counted, (t) => tally.rewards[t]! / tally.trials[t]!),
    taskCount: places.filter((t) => tally.all[t]! > 0).length,
    trialCount: places.reduce((sum, t) => sum + tally.all[t]!, 0),
    missing,
  };
}

/** Resamples all benchmarks at once and hands over the interval of any of them, or of an average. */
function intervals(parts: readonly Part[], settings: GainsSettings) {
  const filled = parts.filter(({ rates }) => rates.length > 0);
  const data =
    filled.length > 0 && settings.noise === 'data'
      ? pairedBootstrap(
          filled.map(({ rates }) => rates),
          settings,
        )
      : null;
  // Against nothing at all, a gain is the rate itself.
  const others =
    filled.length > 0 && settings.noise !== 'data'
      ? noisesOf(
          filled.map(({ passed, trials }) => ({
            condition: { passed, trials },
            baseline: { passed: new Int32Array(trials.length), trials },
          })),
          settings,
        )
      : null;
  const pick = <T>(
    from: { strata: T[]; pooled: T; macro: T },
    members: readonly Part[],
    average: Average,
  ): T =>
    members.length === 1 && members !== parts
      ? from.strata[filled.indexOf(members[0]!)]!
      : from[average === 'macro' ? 'macro' : 'pooled'];
  return (members: readonly Part[], average: Average): IntervalEstimate => {
    const rates = members.flatMap((part) => Array.from(part.rates));
    if (rates.length === 0) return withoutInterval(reasonWithoutRate(members, settings));
    const { level, resamples, seed } = settings;
    const basis = { level, resamples, seed, taskCount: rates.length, attempts: rangeOf(members) };
    const [first] = rates;
    if (others) return plain(noisy(pick(others, members, average), settings.noise, basis));
    if ((first === 0 || first === 1) && rates.every((rate) => rate === first)) return wilson(first, basis);
    return plain(bootstrapped(pick(data!, members, average) as BootstrapMean, basis));
  };
}

const plain = ({ estimate, ciLow, ciHigh, interval }: IntervalEstimate): IntervalEstimate => ({
  estimate,
  ciLow,
  ciHigh,
  interval,
});

function cell(members: readonly Part[], rate: IntervalEstimate, average: Average, total = false): RateCell {
  const missing = noneMissing();
  for (const part of members)
    for (const state of Object.keys(missing) as (keyof MissingCounts)[])
      missing[state] += part.missing[state];
  const means = {
    avgPass1: meanOf(
      members.map(({ shares }) => shares),
      average,
      'no trial with a verdict',
    ),
    passHatK: meanOf(
      members.map(({ hats }) => hats),
      average,
      rate.estimate.reason ?? '',
    ),
    meanReward: meanOf(
      members.map(({ rewards }) => rewards),
      average,
      'no trial with a reward',
    ),
  };
  return {
    benchmark: total ? null : members[0]!.name,
    rate,
    avgPass1: means.avgPass1.estimate,
    passHatK: means.passHatK.estimate,
    meanReward: means.meanReward.estimate,
    standardErrors: {
      avgPass1: means.avgPass1.standardError,
      passHatK: means.passHatK.standardError,
      meanReward: means.meanReward.standardError,
    },
    taskCount: sumOf(members, (part) => part.taskCount),
    trialCount: sumOf(members, (part) => part.trialCount),
    tasksNotEstimable: sumOf(members, (part) => part.taskCount - part.rates.length),
    trialsWithoutReward: Object.values(missing).reduce((a, b) => a + b, 0),
    missing,
  };
}

/** An average over tasks, and its standard error from the scatter of tasks within benchmarks. */
function meanOf(
  strata: readonly Float64Array[],
  average: Average,
  reason: string,
): { estimate: Estimate; standardError: number | null } {
  const filled = strata.filter(({ length }) => length > 0);
  if (filled.length === 0) return { estimate: notEstimable(reason), standardError: null };
  const total = filled.reduce((sum, { length }) => sum + length, 0);
  let [mean, variance] = [0, 0];
  for (const values of filled) {
    const n = values.length;
    const weight = average === 'macro' ? 1 / filled.length : n / total;
    const own = values.reduce((a, b) => a + b, 0) / n;
    const squares = values.reduce((sum, value) => sum + (value - own) ** 2, 0);
    mean += weight * own;
    variance += n > 1 ? (weight ** 2 * squares) / (n - 1) / n : Number.NaN;
  }
  return {
    estimate: { value: mean },
    standardError: Number.isNaN(variance) ? null : Math.sqrt(variance),
  };
}

function reasonWithoutRate(parts: readonly Part[], { passK, missing }: GainsSettings): string {
  const trials = sumOf(parts, (part) => part.trialCount);
  if (trials === 0) return 'no trials';
  const leftOut = sumOf(parts, (part) => touchedBy(part.missing, missing as MissingReward).leftOut);
  if (leftOut === trials) return `none of the ${trials} trials has a reward, and they are left out`;
  return `no task has ${passK === 1 ? 'a trial with a verdict' : `the ${passK} trials with a verdict that pass@${passK} needs`}`;
}

const sumOf = (parts: readonly Part[], count: (part: Part) => number) =>
  parts.reduce((sum, part) => sum + count(part), 0);

function rangeOf(parts: readonly Part[]): { min: number; max: number } {
  let [min, max] = [Infinity, 0];
  for (const { trials } of parts) {
    for (const n of trials) {
      min = Math.min(min, n);
      max = Math.max(max, n);
    }
  }
  return { min, max };
}
