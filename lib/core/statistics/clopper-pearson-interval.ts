import { requireCount, requireLevel } from './arguments';
import { incompleteBetaInverse } from './incomplete-beta';

/**
 * Clopper–Pearson interval for a proportion: covers with at least its level, whatever the true rate, and is wider than
 * Wilson's for it.
 *
 *   [B⁻¹(α/2; c, n − c + 1),  B⁻¹(1 − α/2; c + 1, n − c)],   B⁻¹ the beta quantile, α = 1 − level
 *
 * @param successes  c, integer in [0, trials]
 * @param trials     n, integer ≥ 1
 * @param level      confidence in (0, 1), two-sided
 * @returns limits in [0, 1]; the lower is 0 for c = 0, the upper 1 for c = n
 * @throws AppError `invalid-input` when the counts are not counts
 * @throws RangeError when the level is not one
 * @complexity a few evaluations of the incomplete beta function
 * @see Clopper & Pearson 1934, Biometrika 26
 */
export function clopperPearsonInterval(
  successes: number,
  trials: number,
  level: number,
): { low: number; high: number } {
  requireCount(trials, 'trials', 1);
  requireCount(successes, 'successes');
  requireCount(trials - successes, 'trials without success');
  requireLevel(level);
  const tail = (1 - level) / 2;
  return {
    low: successes === 0 ? 0 : incompleteBetaInverse(tail, successes, trials - successes + 1),
    high: successes === trials ? 1 : incompleteBetaInverse(1 - tail, successes + 1, trials - successes),
  };
}
