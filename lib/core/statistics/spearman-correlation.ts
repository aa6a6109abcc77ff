import { midRanks } from './mid-ranks';
import { type Correlation, pearsonCorrelation, refusedCorrelation } from './pearson-correlation';

/**
 * Spearman's rank correlation: Pearson's of the ranks, ties at their mean rank; p by Student's t with n − 2 degrees of
 * freedom, which is rough below some ten pairs.
 *
 * @param x, y  finite, of one length n
 * @returns ρ in [−1, 1] and its p; not estimable for fewer than 3 pairs or where one side is constant
 * @throws AppError `invalid-input` when a value is not finite; RangeError when the lengths differ
 * @complexity O(n log n)
 * @see Spearman 1904, Am. J. Psychol. 15
 */
export function spearmanCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  return refusedCorrelation(x, y) ?? pearsonCorrelation(midRanks(x).ranks, midRanks(y).ranks);
}
