import { incompleteBeta } from './incomplete-beta';
import { logGamma } from './log-gamma';

/**
 * P(X = successes) for X ~ Binomial(trials, rate), through logarithms, so that nothing underflows on the way.
 *
 * @param successes  integer in [0, trials]
 * @param trials     integer ≥ 0
 * @param rate       in [0, 1]
 * @complexity O(1)
 */
export function binomialProbability(successes: number, trials: number, rate: number): number {
  if (rate === 0) return successes === 0 ? 1 : 0;
  if (rate === 1) return successes === trials ? 1 : 0;
  const ways = logGamma(trials + 1) - logGamma(successes + 1) - logGamma(trials - successes + 1);
  return Math.exp(ways + successes * Math.log(rate) + (trials - successes) * Math.log1p(-rate));
}

/**
 * P(X ≤ successes) for X ~ Binomial(trials, rate).
 *
 *   P = I_{1 − rate}(trials − successes, successes + 1)
 *
 * @param successes  integer; 0 below 0, 1 from `trials` on
 * @param trials     integer ≥ 0
 * @param rate       in [0, 1]
 * @complexity O(√trials)
 */
export function binomialCdf(successes: number, trials: number, rate: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return incompleteBeta(1 - rate, trials - successes, successes + 1);
}
