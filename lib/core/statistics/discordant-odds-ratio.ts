import { type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireCount } from './arguments';
import { clopperPearsonInterval } from './clopper-pearson-interval';

export interface DiscordantOddsRatio {
  oddsRatio: number;
  /** ½ was added to both counts, because one of them is 0 (Haldane and Anscombe). */
  corrected: boolean;
  low: number;
  /** Null when no upper limit exists: no pair was won by the second side. */
  high: number | null;
}

/**
 * Odds that a pair which differs was won by the first side: the odds ratio of paired yes/no outcomes.
 *
 *   b / c, and (b + ½) / (c + ½) when a count is 0
 *
 * The interval is exact given b + c: the Clopper–Pearson limits π of b among b + c, as π / (1 − π). It is never
 * corrected.
 *
 * @param onlyFirst   b, pairs that only the first side won; integer ≥ 0
 * @param onlySecond  c, pairs that only the second side won; integer ≥ 0
 * @param level       confidence in (0, 1), two-sided
 * @returns a ratio > 0, 1 for no difference; not estimable when no pair is discordant
 * @throws AppError `invalid-input` when the counts are not counts; RangeError when the level is not one
 * @complexity a few evaluations of the incomplete beta function
 * @see Fagerland, Lydersen & Laake 2014, Stat. Med. 33; Haldane 1956; Anscombe 1956
 */
export function discordantOddsRatio(
  onlyFirst: number,
  onlySecond: number,
  level: number,
): EstimateOf<DiscordantOddsRatio> {
  requireCount(onlyFirst, 'pairs that only the first side won');
  requireCount(onlySecond, 'pairs that only the second side won');
  const discordant = onlyFirst + onlySecond;
  if (discordant === 0) return notEstimable('no pair differs, so there are no odds of either side');
  const corrected = onlyFirst === 0 || onlySecond === 0;
  const added = corrected ? 0.5 : 0;
  const { low, high } = clopperPearsonInterval(onlyFirst, discordant, level);
  return {
    value: {
      oddsRatio: (onlyFirst + added) / (onlySecond + added),
      corrected,
      low: low / (1 - low),
      high: onlySecond === 0 ? null : high / (1 - high),
    },
  };
}
