/**
 * Benjamini–Hochberg adjusted p-values: those at most q bound the expected share of false discoveries by q.
 *
 *   p_adj(i) = min over j ≥ i of min(1, m · p(j) / j),   p(1) ≤ … ≤ p(m)
 *
 * @param pValues  probabilities in any order, length m
 * @returns adjusted p-values in the order of the input
 * @throws RangeError when a value lies outside [0, 1]
 * @complexity O(m log m)
 * @see Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = ascending(pValues);
  const adjusted = new Array<number>(pValues.length);
  let smallest = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const at = order[rank - 1]!;
    smallest = Math.min(smallest, pValues[at]! * (order.length / rank));
    adjusted[at] = smallest;
  }
  return adjusted;
}

/** Positions of p-values from the smallest to the largest. */
export function ascending(pValues: readonly number[]): number[] {
  for (const p of pValues)
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a p-value lies in [0, 1], got ${p}`);
  return pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
}
