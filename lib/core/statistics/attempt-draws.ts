import { groupBy } from '@/lib/core/group-by';
import type { Random } from '@/lib/core/random';
import { type PairedOutcomes, type RateLattice, resampledPasses } from './attempt-noise';
import { type Discrete, sumsOfDraws } from './resampled-sums';

/** A task's counts: passed and trials of the condition, then of the baseline. */
export interface PairedTask {
  key: readonly [number, number, number, number];
}

export function toTasks({ condition, baseline }: PairedOutcomes): PairedTask[] {
  return Array.from(condition.trials, (n, t) => ({
    key: [condition.passed[t]!, n, baseline.passed[t]!, baseline.trials[t]!] as const,
  }));
}

/** Gains of the tasks as they were seen, in [−1, 1]. */
export const differencesOf = (tasks: readonly PairedTask[], { units, denominator }: RateLattice) =>
  tasks.map(({ key: [c, n, d, m] }) => (units.get(n)![c]! - units.get(m)![d]!) / denominator);

/** Variance of the mean gain at k = 1 from attempts alone, without bias: Σ p(1 − p)/(n − 1) over both sides, / tasks². */
export function binomialVariance(tasks: readonly PairedTask[]): number {
  const own = (c: number, n: number) => ((c / n) * (1 - c / n)) / (n - 1);
  return tasks.reduce((sum, { key: [c, n, d, m] }) => sum + own(c, n) + own(d, m), 0) / tasks.length ** 2;
}

/**
 * Sums of gains with attempts drawn anew, less their exact mean, stretched by √(n/(n − 1)); in units of the lattice.
 * Both sides' attempts are drawn independently, so tasks of one side are drawn together; those of one n in one sum.
 */
export function predictionDeviations(
  tasks: readonly PairedTask[],
  { units }: RateLattice,
  resamples: number,
  random: Random,
): Float64Array {
  const sums = new Float64Array(resamples);
  for (const [sign, side] of [
    [1, 0],
    [-1, 2],
  ] as const) {
    for (const [trials, sameTrials] of groupBy(tasks, ({ key }) => key[side + 1]!)) {
      const draws = Array.from(groupBy(sameTrials, ({ key }) => key[side]!)).flatMap(([passed, members]) =>
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

/**
 * Sums of gains with tasks and then their attempts drawn anew, less their exact mean; in units of the lattice.
 * A task at random and then its attempts are one distribution for all draws, the mixture over the tasks.
 */
export function bothDeviations(
  tasks: readonly PairedTask[],
  { units }: RateLattice,
  resamples: number,
  random: Random,
): Float64Array {
  const mixture = new Map<number, number>();
  for (const [, members] of groupBy(tasks, ({ key }) => key.join(' '))) {
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
