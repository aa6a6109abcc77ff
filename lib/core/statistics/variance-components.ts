import { type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireCount, requireSameLength } from './arguments';
import type { OutcomeCounts, PairedOutcomes } from './attempt-noise';

/** A variance as it is reported: never negative. */
export interface VarianceComponent {
  /** max(0, unbiased). */
  variance: number;
  /** The unbiased estimate, which chance may push below 0. */
  unbiased: number;
  /** The unbiased estimate was negative and is reported as 0: the component is small against the noise. */
  cut: boolean;
}

export interface VarianceComponents {
  /** Between the true pass rates of tasks. */
  task: VarianceComponent;
  /** Of one attempt around its task's true rate; mean over tasks. */
  attempt: VarianceComponent;
  tasks: number;
}

export interface PairedVarianceComponents {
  /** What a task's difficulty moves under both conditions alike. */
  task: VarianceComponent;
  /** What a task moves under one condition alone: half the variance of the true gains of tasks. */
  interaction: VarianceComponent;
  attempt: { condition: VarianceComponent; baseline: VarianceComponent };
  tasks: number;
}

/**
 * Variance components of pass/fail outcomes under one condition: of tasks, and of attempts within them.
 *
 *   σ²_attempt = mean over tasks of p̂(1 − p̂) n/(n − 1),   σ²_task = s²(p̂) − mean of σ̂²_t/n,   σ̂²_t the task's own
 *
 * By the method of moments on task means, unbiased whatever the numbers of attempts, also where the variance of an
 * attempt depends on the task. A task with one attempt has no variance of its own and takes the mean of the others;
 * then it is unbiased where numbers of attempts do not go with difficulty. With equal n these are the estimates of the
 * analysis of variance.
 *
 * @param counts  passed and trials per task: all that a table of tasks × attempts of 0 and 1 says
 * @returns variances in squared units of a rate; not estimable for fewer than 2 tasks, a task without trials, or where
 *   no task has 2 attempts
 * @throws AppError `invalid-input` when a count is none; RangeError when the lists differ in length
 * @complexity O(tasks)
 * @see Searle, Casella & McCulloch 1992, "Variance Components", ch. 3 and 5
 */
export function varianceComponents(counts: OutcomeCounts): EstimateOf<VarianceComponents> {
  const side = momentsOf(counts);
  if (side.value === null) return side;
  const { rates, attempt, errors } = side.value;
  const task = covariance(rates, rates) - meanOf(errors);
  return { value: { task: component(task), attempt: component(attempt), tasks: rates.length } };
}

/**
 * Variance components of two conditions that share tasks: of the task, of task and condition together (interaction),
 * and of attempts.
 *
 *   σ²_task = cov(p̂_A, p̂_B),   σ²_interaction = ½ (s²(p̂_A − p̂_B) − mean of σ̂²_A/n_A + σ̂²_B/n_B)
 *
 * The condition's own mean is fixed and no component. Errors of attempts are independent between the sides, so they
 * cancel in the covariance.
 *
 * @param outcomes  counts of the shared tasks under both, in one order
 * @returns variances in squared units of a rate; not estimable under the conditions of varianceComponents
 * @throws AppError `invalid-input` when a count is none; RangeError when lists differ in length
 * @complexity O(tasks)
 * @see Searle, Casella & McCulloch 1992, "Variance Components", ch. 4
 */
export function pairedVarianceComponents(outcomes: PairedOutcomes): EstimateOf<PairedVarianceComponents> {
  requireSameLength(outcomes.condition.trials, outcomes.baseline.trials, 'the tasks of both sides');
  const condition = momentsOf(outcomes.condition);
  if (condition.value === null) return condition;
  const baseline = momentsOf(outcomes.baseline);
  if (baseline.value === null) return baseline;
  const [a, b] = [condition.value, baseline.value];
  const differences = a.rates.map((rate, t) => rate - b.rates[t]!);
  const noise = meanOf(a.errors) + meanOf(b.errors);
  return {
    value: {
      task: component(covariance(a.rates, b.rates)),
      interaction: component((covariance(differences, differences) - noise) / 2),
      attempt: { condition: component(a.attempt), baseline: component(b.attempt) },
      tasks: differences.length,
    },
  };
}

interface Moments {
  rates: Float64Array;
  /** Variance of one attempt, mean over the tasks with at least two. */
  attempt: number;
  /** Variance of each task's rate around its true one. */
  errors: Float64Array;
}

function momentsOf({ passed, trials }: OutcomeCounts): EstimateOf<Moments> {
  requireSameLength(passed, trials, 'passed and trials');
  const own: (number | null)[] = [];
  for (let t = 0; t < trials.length; t++) {
    requireCount(trials[t]!, 'trials');
    requireCount(passed[t]!, 'passed trials');
    requireCount(trials[t]! - passed[t]!, 'failed trials');
    const [n, rate] = [trials[t]!, passed[t]! / trials[t]!];
    own.push(n > 1 ? (rate * (1 - rate) * n) / (n - 1) : null);
  }
  const [tasks, empty] = [trials.length, Array.from(trials).filter((n) => n === 0).length];
  if (tasks < 2) return notEstimable(`variance between tasks needs at least 2 tasks, got ${tasks}`);
  if (empty > 0) return notEstimable(`${empty} of ${tasks} tasks have no trial with a verdict`);
  const known = own.filter((variance) => variance !== null);
  if (known.length === 0)
    return notEstimable('no task has 2 attempts, so attempts and tasks cannot be told apart');
  const attempt = meanOf(known);
  return {
    value: {
      rates: Float64Array.from(passed, (c, t) => c / trials[t]!),
      attempt,
      errors: Float64Array.from(own, (variance, t) => (variance ?? attempt) / trials[t]!),
    },
  };
}

const component = (unbiased: number): VarianceComponent => {
  // Rates are fractions of small counts: below this only rounding is left.
  const value = Math.abs(unbiased) < 1e-15 ? 0 : unbiased;
  return { variance: Math.max(0, value), unbiased: value, cut: value < 0 };
};

const meanOf = (values: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

/** Σ (a − ā)(b − b̄) / (n − 1). */
function covariance(a: Float64Array, b: Float64Array): number {
  const [first, second] = [meanOf(a), meanOf(b)];
  return a.reduce((sum, value, i) => sum + (value - first) * (b[i]! - second), 0) / (a.length - 1);
}
