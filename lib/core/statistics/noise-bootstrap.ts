import { hashSeed, type Random, seededRandom } from '@/lib/core/random';
import { type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireCount, requireLevel, requireSameLength } from './arguments';
import { type OutcomeCounts, type RateLattice, rateLattice, resampledPasses } from './attempt-noise';
import { type BootstrapMean, type BootstrapOptions, pairedBootstrap, spread } from './paired-bootstrap';
import { quantile } from './quantile';
import { type Discrete, sumsOfDraws } from './resampled-sums';

/** One benchmark: its tasks under both conditions, in one order. */
export interface PairedOutcomes {
  condition: OutcomeCounts;
  baseline: OutcomeCounts;
}

/** Percentile limits around the gain, and the standard error they rest on. */
export interface NoiseInterval {
  low: number;
  high: number;
  standardError: number;
}

/** A gain (condition − baseline) and how far it would move if tasks, attempts or both were drawn anew. */
export interface GainNoise {
  /** Mean difference of pass@k, in [−1, 1]. */
  estimate: number;
  /** Tasks drawn anew, their attempts as they are. Carries the noise of attempts too: it lies in the rates drawn. */
  data: BootstrapMean;
  /** Attempts drawn anew within task and condition, tasks as they are. */
  prediction: EstimateOf<NoiseInterval>;
  /** Tasks, and within them attempts. Counts the noise of attempts twice, so it is an upper bound. */
  both: EstimateOf<NoiseInterval>;
}

export interface NoiseBootstrap {
  strata: GainNoise[];
  /** Every task counts once. */
  pooled: GainNoise;
  /** Every benchmark counts once. */
  macro: GainNoise;
}

/**
 * Three noises of a paired gain in pass@k (at k = 1: average pass@1), by bootstrap.
 *
 * `data` is pairedBootstrap of the differences per task. For `prediction` each task's passes become binomial,
 * c* ~ B(n, c/n), on either side; deviations from their exact mean are stretched by √(n/(n − 1)), since resampling
 * shrinks a variance by (n − 1)/n, and laid around the estimate, since pass@k of resampled attempts is biased for
 * k > 1. At k = 1 the squared error is the unbiased Σ p(1 − p)/(n − 1) / T². `both` draws T tasks and then their
 * attempts, unstretched: its variance is that of `data` plus (n − 1)/n of that of `prediction`.
 *
 * To infer from the tasks to others like them, use `data`: of two-stage data, resampling the first stage alone has the
 * right variance (Davison & Hinkley 1997, §3.8).
 *
 * @param strata   per benchmark the counts of its tasks, at least one task each
 * @param passK    k ≥ 1
 * @param options  resamples, level, seed
 * @returns gains in [−1, 1] with limits; not estimable when a task has fewer than k trials. `prediction` and `both` are
 *   not estimable while a task has a single trial on a side, nor where nothing could come out differently
 * @throws AppError `invalid-input` when a count is none
 * @throws RangeError when there is no stratum, one is empty, lists differ in length, or an option makes no sense
 * @complexity O(resamples · distinct n) where sums have tables, see sumsOfDraws: 10,000 resamples of 1,000 tasks take some
 *   20 ms. Rates without a small common denominator (20 trials at k = 5) are drawn task by task: up to 1 s
 * @see Efron & Tibshirani 1993, ch. 8; Rao & Wu 1988 on the stretch; Miller 2024, arXiv:2411.00640, on the two sources
 */
export function noiseBootstrap(
  strata: readonly PairedOutcomes[],
  passK: number,
  options: BootstrapOptions,
): EstimateOf<NoiseBootstrap> {
  requireLevel(options.level);
  const tooFew = checkCounts(strata, passK);
  if (tooFew) return notEstimable(tooFew);
  const sizes = new Set(strata.flatMap(sides).flatMap(({ trials }) => Array.from(trials)));
  const lattice = rateLattice(sizes, passK);
  const parts = strata.map((stratum) => toTasks(stratum));
  const data = pairedBootstrap(
    parts.map((tasks) => differences(tasks, lattice)),
    options,
  );
  const single = parts.flat().filter(({ key }) => key[1] === 1 || key[3] === 1).length;
  const deviations =
    single > 0
      ? `resampling attempts needs 2 of each task on both sides; ${single} of ${parts.flat().length} tasks have 1`
      : parts.map((tasks, s) => deviationsOf(tasks, lattice, s, options));
  return {
    value: combine(
      data,
      parts.map((tasks) => tasks.length),
      deviations,
      options.level,
    ),
  };
}

const sides = ({ condition, baseline }: PairedOutcomes) => [condition, baseline];

/** Passed and trials of the condition, then of the baseline. */
type TaskKey = readonly [number, number, number, number];
interface Task {
  key: TaskKey;
}

function checkCounts(strata: readonly PairedOutcomes[], passK: number): string | null {
  if (!Number.isInteger(passK) || passK < 1)
    throw new RangeError(`k must be a positive integer, got ${passK}`);
  let [short, tasks] = [0, 0];
  for (const stratum of strata) {
    requireSameLength(stratum.condition.trials, stratum.baseline.trials, 'the tasks of both sides');
    for (const { passed, trials } of sides(stratum)) {
      requireSameLength(passed, trials, 'passed and trials');
      for (let t = 0; t < trials.length; t++) {
        requireCount(trials[t]!, 'trials');
        requireCount(passed[t]!, 'passed trials');
        requireCount(trials[t]! - passed[t]!, 'failed trials');
      }
    }
    tasks += stratum.condition.trials.length;
    for (let t = 0; t < stratum.condition.trials.length; t++)
      if (Math.min(stratum.condition.trials[t]!, stratum.baseline.trials[t]!) < passK) short++;
  }
  return short > 0
    ? `pass@${passK} needs ${passK} trials on both sides; ${short} of ${tasks} tasks have fewer`
    : null;
}

function toTasks({ condition, baseline }: PairedOutcomes): Task[] {
  return Array.from(condition.trials, (n, t) => ({
    key: [condition.passed[t]!, n, baseline.passed[t]!, baseline.trials[t]!] as const,
  }));
}

const differences = (tasks: readonly Task[], { units, denominator }: RateLattice) =>
  tasks.map(({ key: [c, n, d, m] }) => (units.get(n)![c]! - units.get(m)![d]!) / denominator);

interface Deviations {
  prediction: Float64Array;
  both: Float64Array;
}

/** Deviations of one benchmark's mean from its exact mean under resampling. */
function deviationsOf(
  tasks: Task[],
  lattice: RateLattice,
  stratum: number,
  options: BootstrapOptions,
): Deviations {
  const random = (noise: string) => seededRandom(hashSeed(`${noise} ${stratum} ${options.seed}`));
  const scale = 1 / (tasks.length * lattice.denominator);
  return {
    prediction: predictionDeviations(tasks, lattice, options.resamples, random('prediction')).map(
      (d) => d * scale,
    ),
    both: bothDeviations(tasks, lattice, options.resamples, random('both')).map((d) => d * scale),
  };
}

/** Both sides' attempts are drawn independently, so tasks of one side are drawn together; those of one n in one sum. */
function predictionDeviations(
  tasks: Task[],
  { units }: RateLattice,
  resamples: number,
  random: Random,
): Float64Array {
  const sums = new Float64Array(resamples);
  for (const [sign, side] of [
    [1, 0],
    [-1, 2],
  ] as const) {
    for (const [trials, sameTrials] of grouped(tasks, ({ key }) => key[side + 1]!)) {
      const draws = Array.from(grouped(sameTrials, ({ key }) => key[side]!)).flatMap(([passed, members]) =>
        passed === 0 || passed === trials
          ? []
          : {
              distribution: merged(units.get(trials)!, resampledPasses(passed, trials)),
              count: members.length,
            },
      );
      const centre = draws.reduce((sum, { distribution, count }) => sum + count * meanOf(distribution), 0);
      const stretch = sign * Math.sqrt(trials / (trials - 1));
      const drawn = sumsOfDraws(draws, resamples, random);
      for (let r = 0; r < resamples; r++) sums[r]! += stretch * (drawn[r]! - centre);
    }
  }
  return sums;
}

/** A task drawn at random and then its attempts: one distribution for all draws, the mixture over the tasks. */
function bothDeviations(
  tasks: Task[],
  { units }: RateLattice,
  resamples: number,
  random: Random,
): Float64Array {
  const mixture = new Map<number, number>();
  for (const [, members] of grouped(tasks, ({ key }) => key.join(' '))) {
    const [c, n, d, m] = members[0]!.key;
    const [condition, baseline] = [resampledPasses(c, n), resampledPasses(d, m)];
    const share = members.length / tasks.length;
    condition.forEach((p, i) => {
      if (p === 0) return;
      baseline.forEach((q, j) => {
        if (q === 0) return;
        const difference = units.get(n)![i]! - units.get(m)![j]!;
        mixture.set(difference, (mixture.get(difference) ?? 0) + share * p * q);
      });
    });
  }
  const values = Float64Array.from(mixture.keys()).sort();
  const distribution = { values, probabilities: values.map((value) => mixture.get(value)!) };
  const centre = tasks.length * meanOf(distribution);
  return sumsOfDraws([{ distribution, count: tasks.length }], resamples, random).map((sum) => sum - centre);
}

/** Outcomes of equal value taken together: every count from k failures up gives pass@k = 1, for one. */
function merged(values: Float64Array, probabilities: Float64Array): Discrete {
  const total = new Map<number, number>();
  values.forEach((value, i) => {
    total.set(value, (total.get(value) ?? 0) + probabilities[i]!);
  });
  const distinct = Float64Array.from(total.keys()).sort();
  return { values: distinct, probabilities: distinct.map((value) => total.get(value)!) };
}

const meanOf = ({ values, probabilities }: Discrete) =>
  values.reduce((sum, value, i) => sum + value * probabilities[i]!, 0);

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function combine(
  data: ReturnType<typeof pairedBootstrap>,
  taskCounts: number[],
  deviations: Deviations[] | string,
  level: number,
): NoiseBootstrap {
  const total = taskCounts.reduce((a, b) => a + b, 0);
  const all = taskCounts.map((_, s) => s);
  const noise = (mean: BootstrapMean, members: number[], weight: (stratum: number) => number): GainNoise => {
    const interval = (source: keyof Deviations, nothing: string): EstimateOf<NoiseInterval> => {
      if (typeof deviations === 'string') return notEstimable(deviations);
      const sum = new Float64Array(deviations[0]!.prediction.length);
      for (const s of members) {
        const own = deviations[s]![source];
        for (let r = 0; r < sum.length; r++) sum[r]! += weight(s) * own[r]!;
      }
      const standardError = spread(sum);
      if (standardError < 1e-12) return notEstimable(nothing);
      const limit = (probability: number) => mean.estimate + quantile(sum, probability);
      return { value: { low: limit((1 - level) / 2), high: limit((1 + level) / 2), standardError } };
    };
    const never =
      'every task passed always or never on each side, so resampling its attempts changes nothing';
    const oneTask = members.every((s) => taskCounts[s] === 1);
    return {
      estimate: mean.estimate,
      data: mean,
      prediction: interval('prediction', never),
      both: oneTask
        ? notEstimable('one task cannot show how much the result would vary over tasks')
        : interval('both', 'neither other tasks nor other attempts among these would change anything'),
    };
  };
  const strata = all.map((s) => noise(data.strata[s]!, [s], () => 1));
  // One benchmark is its own average.
  if (strata.length === 1) return { strata, pooled: strata[0]!, macro: strata[0]! };
  return {
    strata,
    pooled: noise(data.pooled, all, (s) => taskCounts[s]! / total),
    macro: noise(data.macro, all, () => 1 / taskCounts.length),
  };
}
