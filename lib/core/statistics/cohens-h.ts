import { requireProportion } from './arguments';

/**
 * Cohen's h: the difference of two proportions on the scale where their variance does not depend on them. By his
 * rule of thumb 0.2 is small, 0.5 medium, 0.8 large.
 *
 *   h = 2 asin √p − 2 asin √q
 *
 * @param first   p, in [0, 1]
 * @param second  q, in [0, 1]
 * @returns h in [−π, π], positive when the first is greater
 * @throws AppError `invalid-input` when a proportion is none
 * @complexity O(1)
 * @see Cohen 1988, "Statistical Power Analysis for the Behavioral Sciences", ch. 6
 */
export function cohensH(first: number, second: number): number {
  requireProportion(first, 'the first proportion');
  requireProportion(second, 'the second proportion');
  return 2 * Math.asin(Math.sqrt(first)) - 2 * Math.asin(Math.sqrt(second));
}
