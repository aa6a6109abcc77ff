import { benjaminiHochberg } from '@/lib/core/statistics/benjamini-hochberg';
import { studentTPValue, studentTQuantile } from '@/lib/core/statistics/student-t';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';

/** The trials of one task whose prompt held one memory. */
export interface MemoryUse {
  memory: string;
  task: string;
  /** Trials that count: with a reward, or failed by the rule for those without; integer ≥ 1. */
  trials: number;
  /** Mean of passed (0 or 1) less the baseline's pass rate on the task; in [−1, 1]. */
  uplift: number;
}

export interface UpliftInput {
  uses: readonly MemoryUse[];
  /** Two-sided confidence in (0, 1). */
  level?: number;
}

export interface MemoryUpliftEstimate {
  memory: string;
  /** Mean over its trials; in [−1, 1]. */
  uplift: number;
  standardError: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
  /** Drawn toward zero, the more the less is known of it. */
  shrunk: Estimate;
  trials: number;
  tasks: number;
  /** Two-sided, for no uplift; null without an error. */
  pValue: number | null;
  /** Benjamini–Hochberg over all memories. */
  pAdjusted: number | null;
}

export interface UpliftReport {
  /** In the order of the uses. */
  memories: MemoryUpliftEstimate[];
  /** Of one task around its memory's uplift, pooled over memories: what all intervals rest on. */
  taskScatter: Estimate;
  degreesOfFreedom: number;
  /** Standard deviation of the true uplifts around zero; 0 where memories scatter no more than noise does. */
  trueSpread: Estimate;
  level: number;
}

/**
 * The measured uplift of every memory, with intervals, and drawn toward zero where little is known.
 *
 *   ū_i = Σ_t n_it u_it / N_i,   s² = Σ_i Σ_t (u_it − m_i)² / Σ_i (T_i − 1),   SE_i = s √Σ_t (n_it/N_i)²
 *   τ² = max(0, Σ_i w_i (ū_i² − SE_i²) / Σ_i w_i),   w_i = 1/SE_i²,   shrunk ū_i τ²/(τ² + SE_i²)
 *
 * u_it is a memory's mean over its trials of one task, m_i the plain mean of these. The scatter over tasks is pooled over
 * all memories, since few tasks of one memory cannot tell their own: a memory whose two tasks both went well is not
 * thereby certain. Intervals use Student's t with Σ (T_i − 1) degrees of freedom. Observational: whoever chose the memory
 * chose the task with it.
 *
 * @param input uses, each pair of memory and task once
 * @returns one estimate a memory; without errors where no memory was used on two tasks, or none varies over its tasks
 * @complexity O(uses + memories log memories)
 * @see Efron & Morris 1975, J. Am. Stat. Assoc. 70, for shrinking toward zero
 */
export function estimateUplifts({ uses, level = 0.95 }: UpliftInput): UpliftReport {
  const groups = new Map<string, MemoryUse[]>();
  for (const use of uses) {
    const known = groups.get(use.memory);
    if (known) known.push(use);
    else groups.set(use.memory, [use]);
  }
  const memories = Array.from(groups, ([memory, own]) => summarise(memory, own));
  const degreesOfFreedom = memories.reduce((sum, { tasks }) => sum + tasks - 1, 0);
  const squares = memories.reduce((sum, own) => sum + own.squares, 0);
  const scatter = scatterOf(squares, degreesOfFreedom);
  if (scatter.value === null)
    return {
      memories: memories.map((own) => withoutError(own, scatter.reason)),
      ...{ taskScatter: scatter, degreesOfFreedom, trueSpread: scatter, level },
    };
  const errors = memories.map(({ weight }) => scatter.value * Math.sqrt(weight));
  const spread = trueVariance(
    memories.map(({ uplift }) => uplift),
    errors,
  );
  const t = studentTQuantile((1 + level) / 2, degreesOfFreedom);
  const pValues = memories.map(({ uplift }, i) => studentTPValue(uplift / errors[i]!, degreesOfFreedom));
  const adjusted = benjaminiHochberg(pValues);
  return {
    memories: memories.map(({ memory, uplift, trials, tasks }, i) => ({
      ...{ memory, uplift, trials, tasks, standardError: { value: errors[i]! } },
      ciLow: Math.max(-1, uplift - t * errors[i]!),
      ciHigh: Math.min(1, uplift + t * errors[i]!),
      shrunk: { value: (uplift * spread) / (spread + errors[i]! ** 2) },
      pValue: pValues[i]!,
      pAdjusted: adjusted[i]!,
    })),
    ...{ taskScatter: scatter, degreesOfFreedom, trueSpread: { value: Math.sqrt(spread) }, level },
  };
}

interface Summary {
  memory: string;
  uplift: number;
  trials: number;
  tasks: number;
  /** Σ (n_t/N)². */
  weight: number;
  /** Σ (u_t − m)². */
  squares: number;
}

function summarise(memory: string, own: readonly MemoryUse[]): Summary {
  const trials = own.reduce((sum, use) => sum + use.trials, 0);
  const plain = own.reduce((sum, use) => sum + use.uplift, 0) / own.length;
  return {
    ...{ memory, trials, tasks: own.length },
    uplift: own.reduce((sum, use) => sum + use.trials * use.uplift, 0) / trials,
    weight: own.reduce((sum, use) => sum + (use.trials / trials) ** 2, 0),
    squares: own.reduce((sum, use) => sum + (use.uplift - plain) ** 2, 0),
  };
}

function scatterOf(squares: number, degreesOfFreedom: number): Estimate {
  if (degreesOfFreedom === 0)
    return notEstimable('no memory was used on two tasks, so nothing says how uplift varies over tasks');
  // Differences of fractions of small counts: below this only rounding is left.
  if (squares < 1e-20)
    return notEstimable('every memory did equally well on all its tasks, so no error can be estimated');
  return { value: Math.sqrt(squares / degreesOfFreedom) };
}

/** Variance of the true uplifts around zero, by moments. */
function trueVariance(uplifts: readonly number[], errors: readonly number[]): number {
  let [excess, weights] = [0, 0];
  uplifts.forEach((uplift, i) => {
    const weight = 1 / errors[i]! ** 2;
    excess += weight * (uplift ** 2 - errors[i]! ** 2);
    weights += weight;
  });
  return Math.max(0, excess / weights);
}

const withoutError = ({ memory, uplift, trials, tasks }: Summary, reason: string): MemoryUpliftEstimate => ({
  ...{ memory, uplift, trials, tasks, standardError: notEstimable(reason), shrunk: notEstimable(reason) },
  ...{ ciLow: null, ciHigh: null, pValue: null, pAdjusted: null },
});
