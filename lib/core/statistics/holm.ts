import { ascending } from './benjamini-hochberg';

/**
 * Holm's step-down adjusted p-values: those at most α bound the chance of any false discovery by α.
 *
 *   p_adj(i) = max over j ≤ i of min(1, (m − j + 1) · p(j)),   p(1) ≤ … ≤ p(m)
 *
 * @param pValues  probabilities in any order, length m
 * @returns adjusted p-values in the order of the input
 * @throws RangeError when a value lies outside [0, 1]
 * @complexity O(m log m)
 * @see Holm 1979, Scand. J. Stat. 6
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  ascending(pValues).forEach((at, i) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - i) * pValues[at]!));
    adjusted[at] = largest;
  });
  return adjusted;
}
