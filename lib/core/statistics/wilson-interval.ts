import { normalQuantile } from './normal';

/**
 * Wilson score interval for a proportion; unlike the Wald interval it keeps its level at 0 and at n successes.
 *
 *   (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n)
 *
 * @param successes  integer in [0, trials]
 * @param trials     integer ≥ 1
 * @param level      confidence in (0, 1), two-sided
 * @returns the limits, cut to [0, 1]
 * @throws RangeError when the counts are not counts or the level is not one
 * @see Wilson 1927, J. Am. Stat. Assoc. 22
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  level: number,
): { low: number; high: number } {
  if (!(trials >= 1 && successes >= 0 && successes <= trials)) {
    throw new RangeError(`needs 0 ≤ successes ≤ trials and trials ≥ 1, got ${successes} of ${trials}`);
  }
  if (!(level > 0 && level < 1))
    throw new RangeError(`a confidence level lies between 0 and 1, got ${level}`);
  const z = normalQuantile((1 + level) / 2);
  const proportion = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (proportion + (z * z) / (2 * trials)) / shrink;
  const half =
    (z / shrink) * Math.sqrt((proportion * (1 - proportion)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}
