import { avgPass1 } from '@/lib/core/metrics/avg-pass-1';
import { type BootstrapMean, pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { bootstrapped, wilson, withoutInterval } from './interval';
import type { Average, GainsCell, GainsReport, IntervalEstimate } from './report';
import type { BenchmarkTally } from './tally';

type Settings = GainsReport['settings'];
type RateCell = Omit<GainsCell, 'gain'>;

/** A condition's own pass rates: one cell per benchmark and both totals. */
export interface Rates {
  cells: RateCell[];
  totals: Record<Average, RateCell>;
}

/**
 * Pass rates of one condition.
 *
 * @param benchmarks  names, in the order of the cells
 * @param tallies     the condition's counts; a benchmark may be absent
 */
export function ratesOf(
  benchmarks: readonly string[],
  tallies: Map<string, BenchmarkTally>,
  settings: Settings,
): Rates {
  const parts = benchmarks.map((name) => collect(tallies.get(name)));
  const filled = parts.filter(({ rates }) => rates.length > 0);
  const resampled =
    filled.length > 0
      ? pairedBootstrap(
          filled.map(({ rates }) => rates),
          settings,
        )
      : null;

  const interval = (members: Part[], mean: BootstrapMean | undefined): IntervalEstimate => {
    const rates = members.flatMap((part) => part.rates);
    if (!mean || rates.length === 0) return withoutInterval(reasonWithoutRate(members, settings.passK));
    const { level, resamples, seed } = settings;
    const basis = { level, resamples, seed, taskCount: rates.length, attempts: range(members) };
    const [first] = rates;
    if ((first === 0 || first === 1) && rates.every((rate) => rate === first)) return wilson(first, basis);
    return bootstrapped(mean, basis);
  };
  const cell = (
    benchmark: string | null,
    members: Part[],
    mean: BootstrapMean | undefined,
    avg: Estimate,
  ): RateCell => ({
    benchmark,
    rate: interval(members, mean),
    avgPass1: avg,
    taskCount: total(members, (part) => part.taskCount),
    trialCount: total(members, (part) => part.trialCount),
    tasksNotEstimable: total(members, (part) => part.taskCount - part.rates.length),
    trialsWithoutReward: total(members, (part) => part.trialsWithoutReward),
  });
  const withTrials = parts.filter(({ shares }) => shares.length > 0);
  return {
    cells: parts.map((part, i) =>
      cell(benchmarks[i]!, [part], resampled?.strata[filled.indexOf(part)], meanOf(part.shares)),
    ),
    totals: {
      'task-weighted': cell(null, parts, resampled?.pooled, meanOf(parts.flatMap(({ shares }) => shares))),
      macro: cell(
        null,
        parts,
        resampled?.macro,
        meanOf(withTrials.map(({ shares }) => meanOf(shares).value!)),
      ),
    },
  };
}

interface Part {
  /** pass@k of the tasks where it can be estimated, and how many trials each has. */
  rates: number[];
  attempts: number[];
  /** c/n of the tasks with a counted trial. */
  shares: number[];
  taskCount: number;
  trialCount: number;
  trialsWithoutReward: number;
}

function collect(tally: BenchmarkTally | undefined): Part {
  const tasks = [...(tally?.tasks.values() ?? [])];
  const estimable = tasks.filter((task) => task.rate !== null);
  return {
    rates: estimable.map((task) => task.rate!),
    attempts: estimable.map((task) => task.trials),
    shares: tasks.flatMap((task) => avgPass1(task.passed, task.trials).value ?? []),
    taskCount: tasks.length,
    trialCount: tally?.trialCount ?? 0,
    trialsWithoutReward: tally?.trialsWithoutReward ?? 0,
  };
}

function reasonWithoutRate(parts: Part[], k: number): string {
  if (total(parts, (part) => part.trialCount) === 0) return 'no trials';
  return `no task has ${k === 1 ? 'a trial with a verdict' : `the ${k} trials with a verdict that pass@${k} needs`}`;
}

function meanOf(values: number[]): Estimate {
  if (values.length === 0) return notEstimable('no trial with a verdict');
  return { value: values.reduce((a, b) => a + b, 0) / values.length };
}

const total = (parts: Part[], count: (part: Part) => number) =>
  parts.reduce((sum, part) => sum + count(part), 0);

function range(parts: Part[]): { min: number; max: number } {
  const attempts = parts.flatMap((part) => part.attempts);
  return attempts.reduce(({ min, max }, n) => ({ min: Math.min(min, n), max: Math.max(max, n) }), {
    min: Infinity,
    max: 0,
  });
}
