import { hashSeed, seededRandom } from '@/lib/core/random';
import { type Estimate, type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireCount, requireLevel, requireSameLength } from './arguments';
import {
  binomialVariance,
  bothDeviations,
  differencesOf,
  type PairedTask,
  predictionDeviations,
  toTasks,
} from './attempt-draws';
import { type PairedOutcomes, type RateLattice, rateLattice } from './attempt-noise';
import { type BootstrapMean, type BootstrapOptions, pairedBootstrap, spread } from './paired-bootstrap';
import { quantile } from './quantile';

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
  /** The standard error of `prediction` without simulation, exact and unbiased; for k = 1 alone. */
  binomialError: Estimate;
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
 * k > 1. At k = 1 the squared error is the unbiased Σ p(1 − p)/(n − 1) / T², given as
 * `binomialError`. `both` draws T tasks and then their
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
  const parts = strata.map(toTasks);
  const data = pairedBootstrap(
    parts.map((tasks) => differencesOf(tasks, lattice)),
    options,
  );
  const single = parts.flat().filter(({ key }) => key[1] === 1 || key[3] === 1).length;
  const deviations =
    single > 0
      ? `resampling attempts needs 2 of each task on both sides; ${single} of ${parts.flat().length} tasks have 1`
      : parts.map((tasks, s) => deviationsOf(tasks, lattice, s, options));
  const errors: EstimateOf<number[]> =
    typeof deviations === 'string'
      ? notEstimable(deviations)
      : passK > 1
        ? notEstimable('attempts have a formula for their error at k = 1 alone')
        : { value: parts.map(binomialVariance) };
  const taskCounts = parts.map((tasks) => tasks.length);
  return { value: combine(data, { taskCounts, deviations, errors }, options.level) };
}

/** What is known of each benchmark, in order; or why nothing is. */
interface Noises {
  taskCounts: number[];
  deviations: Deviations[] | string;
  /** Squared errors from attempts. */
  errors: EstimateOf<number[]>;
}

const sides = ({ condition, baseline }: PairedOutcomes) => [condition, baseline];

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

interface Deviations {
  prediction: Float64Array;
  both: Float64Array;
}

/** Deviations of one benchmark's mean from its exact mean under resampling. */
function deviationsOf(
  tasks: readonly PairedTask[],
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

function combine(
  data: ReturnType<typeof pairedBootstrap>,
  { taskCounts, deviations, errors }: Noises,
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
      binomialError:
        errors.value === null
          ? errors
          : { value: Math.sqrt(members.reduce((sum, s) => sum + weight(s) ** 2 * errors.value[s]!, 0)) },
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
