import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { normalQuantile } from './normal';

/** Verdicts of two raters on the same things: how often each pair of answers was given. */
export interface Confusion {
  /** Both said yes. */
  truePositive: number;
  /** The rater said yes, the truth was no. */
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
}

export interface Kappa {
  estimate: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
}

/**
 * Cohen's kappa: agreement of two raters beyond what their rates of yes would give by chance.
 *
 *   κ = (pₒ − pₑ) / (1 − pₑ),  SE = √(pₒ(1 − pₒ) / (n(1 − pₑ)²))
 *
 * The interval is κ ± z·SE, cut to [−1, 1]: a large-sample one, and rough below some thirty verdicts.
 *
 * @param counts integers ≥ 0
 * @param level  confidence in (0, 1), two-sided
 * @returns κ in [−1, 1]; no estimate without verdicts, or where both always give one and the same answer
 * @throws RangeError when a count is none or the level is not one
 * @see Cohen 1960, Educ. Psychol. Meas. 20
 */
export function cohensKappa(counts: Confusion, level = 0.95): Kappa {
  const { truePositive, falsePositive, falseNegative, trueNegative } = counts;
  const all = [truePositive, falsePositive, falseNegative, trueNegative];
  if (!all.every((n) => Number.isInteger(n) && n >= 0))
    throw new RangeError(`needs counts, got ${all.join(', ')}`);
  if (!(level > 0 && level < 1))
    throw new RangeError(`a confidence level lies between 0 and 1, got ${level}`);
  const none = (reason: string): Kappa => ({ estimate: notEstimable(reason), ciLow: null, ciHigh: null });
  const n = truePositive + falsePositive + falseNegative + trueNegative;
  if (n === 0) return none('nothing was judged that has a verdict');
  const saysYes = (truePositive + falsePositive) / n;
  const isYes = (truePositive + falseNegative) / n;
  const observed = (truePositive + trueNegative) / n;
  const byChance = saysYes * isYes + (1 - saysYes) * (1 - isYes);
  if (byChance === 1) return none('judge and verifier always gave one and the same answer');
  const value = (observed - byChance) / (1 - byChance);
  const error = Math.sqrt((observed * (1 - observed)) / (n * (1 - byChance) ** 2));
  const half = normalQuantile((1 + level) / 2) * error;
  return { estimate: { value }, ciLow: Math.max(-1, value - half), ciHigh: Math.min(1, value + half) };
}
