import { requireFinite } from './arguments';
import { midRanks } from './mid-ranks';
import { normalCdf } from './normal';

/** What happens to pairs that do not differ: dropped, ranked and then left out, or ranked and split between signs. */
export type ZeroMethod = 'wilcox' | 'pratt' | 'zsplit';

export interface WilcoxonOptions {
  /** `wilcox` unless said. */
  zeros?: ZeroMethod;
  /** `auto`: exact for up to 50 pairs without ties and zeros, else the normal approximation. */
  mode?: 'auto' | 'exact' | 'approximate';
}

export interface WilcoxonResult {
  /** The smaller of the two rank sums. */
  statistic: number;
  positiveRankSum: number;
  negativeRankSum: number;
  /** Two-sided. */
  pValue: number;
  method: 'exact' | 'approximate';
  /** Why the p-value is 1 without a test: no pair differs. Null otherwise. */
  reason: string | null;
}

/** The exact distribution over more pairs takes longer than its difference from the normal one is worth. */
const LARGEST_AUTO = 50;
const LARGEST_EXACT = 200;

/**
 * Wilcoxon's signed-rank test of paired differences: are they symmetric about 0? Sizes are rounded to 1e-12 before
 * they are ranked, because 1 − 2/3 ≠ 1/3 in floating point and equal sizes must share a rank.
 *
 *   W = min(W⁺, W⁻),   z = (W − mean) / √variance,   variance less Σ (t³ − t) / 48 over ties of t
 *
 * `exact` counts all sign patterns of the ranks as they are, ties at their mean rank; `approximate` is normal without
 * continuity correction.
 *
 * @param differences  finite, length n ≥ 1
 * @returns rank sums and p in [0, 1]; 1, and why, when all differences are 0
 * @throws AppError `invalid-input` when a difference is not finite
 * @throws RangeError when there is none, or more than 200 for `exact`
 * @complexity O(n log n); exact O(n³)
 * @see Wilcoxon 1945, Biom. Bull. 1; Pratt 1959, J. Am. Stat. Assoc. 54
 */
export function wilcoxonSignedRank(
  differences: ArrayLike<number>,
  { zeros = 'wilcox', mode = 'auto' }: WilcoxonOptions = {},
): WilcoxonResult {
  requireFinite(differences, 'differences');
  if (differences.length === 0) throw new RangeError('the signed-rank test needs at least one pair');
  const rounded = Float64Array.from(differences, (d) => Math.sign(d) * roundedSize(d) + 0);
  const kept = zeros === 'wilcox' ? rounded.filter((d) => d !== 0) : rounded;
  const { ranks } = midRanks(kept.map(Math.abs));
  let [plus, minus, none] = [0, 0, 0];
  kept.forEach((d, i) => {
    if (d > 0) plus += ranks[i]!;
    else if (d < 0) minus += ranks[i]!;
    else none += ranks[i]!;
  });
  if (zeros === 'zsplit') [plus, minus] = [plus + none / 2, minus + none / 2];
  const sums = { statistic: Math.min(plus, minus), positiveRankSum: plus, negativeRankSum: minus };
  if (rounded.every((d) => d === 0))
    return { ...sums, pValue: 1, method: 'exact', reason: 'no pair differs' };

  const signed = ranks.filter((_, i) => kept[i] !== 0);
  const clean = signed.length === rounded.length && midRanks(rounded.map(Math.abs)).tieSizes.length === 0;
  const exact = mode === 'exact' || (mode === 'auto' && clean && signed.length <= LARGEST_AUTO);
  if (exact && signed.length > LARGEST_EXACT)
    throw new RangeError(`exact for at most ${LARGEST_EXACT} pairs that differ, got ${signed.length}`);
  const pValue = exact ? exactPValue(signed, plus - minus) : approximatePValue(kept, zeros, sums.statistic);
  return { ...sums, pValue, method: exact ? 'exact' : 'approximate', reason: null };
}

function roundedSize(d: number): number {
  const size = Math.abs(d);
  // Floats of this size lie further apart than 1e-12, and far greater ones would overflow.
  return size > 1e4 ? size : Math.round(size * 1e12) / 1e12;
}

/** The share of sign patterns whose rank sums differ at least as much; ranks are doubled, so that they are integers. */
function exactPValue(ranks: Float64Array, difference: number): number {
  const doubled = ranks.map((rank) => 2 * rank);
  const total = doubled.reduce((a, b) => a + b, 0);
  const probabilities = new Float64Array(total + 1);
  probabilities[0] = 1;
  let reached = 0;
  for (const rank of doubled) {
    reached += rank;
    for (let s = reached; s >= 0; s--)
      probabilities[s] = (probabilities[s]! + (s >= rank ? probabilities[s - rank]! : 0)) / 2;
  }
  let p = 0;
  for (let s = 0; s <= total; s++) {
    if (Math.abs(2 * s - total) >= Math.abs(2 * difference)) p += probabilities[s]!;
  }
  return Math.min(1, p);
}

function approximatePValue(kept: Float64Array, zeros: ZeroMethod, statistic: number): number {
  const { ranks } = midRanks(kept.map(Math.abs));
  const n = kept.length;
  let mean = (n * (n + 1)) / 4;
  let variance = (n * (n + 1) * (2 * n + 1)) / 24;
  // Zeros that were split still count as a tie; those that were left out do not.
  let tied = ranks;
  if (zeros === 'pratt') {
    const none = kept.filter((d) => d === 0).length;
    mean -= (none * (none + 1)) / 4;
    variance -= (none * (none + 1) * (2 * none + 1)) / 24;
    tied = ranks.filter((_, i) => kept[i] !== 0);
  }
  for (const size of midRanks(tied).tieSizes) variance -= (size ** 3 - size) / 48;
  return Math.min(1, 2 * normalCdf(-Math.abs((statistic - mean) / Math.sqrt(variance))));
}
