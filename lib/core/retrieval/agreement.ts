import { type Estimate, notEstimable } from '@/lib/core/vocabulary';

/**
 * Share of the items of two lists that both have, |S ∩ T| / |S ∪ T|; order is ignored.
 *
 * @returns a proportion in [0, 1]; not estimable for two empty lists
 * @complexity O(|S| + |T|)
 */
export function jaccard<T>(first: readonly T[], second: readonly T[]): Estimate {
  const [s, t] = [new Set(first), new Set(second)];
  if (s.size === 0 && t.size === 0) return notEstimable('both lists are empty');
  let common = 0;
  for (const item of s) if (t.has(item)) common++;
  return { value: common / (s.size + t.size - common) };
}

/**
 * Rank-biased overlap of two rankings, extrapolated for lists of unequal length (RBO_ext, eq. 32).
 *
 * Weights agreement at depth d by p^d, so that the top counts most. Identical lists score 1 whatever their length,
 * unlike truncated RBO.
 *
 * @param first, second  rankings without repeats, best first
 * @param p              persistence in (0, 1): 0.9 looks about ten ranks deep
 * @returns a proportion in [0, 1]; 1 for two empty lists, 0 when one is empty
 * @throws RangeError when p is out of range
 * @complexity O(|S| + |T|)
 * @see Webber, Moffat & Zobel 2010, ACM TOIS 28(4)
 */
export function rankBiasedOverlap<T>(first: readonly T[], second: readonly T[], p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`the persistence lies between 0 and 1, got ${p}`);
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  const [s, l] = [short.length, long.length];
  if (l === 0) return 1;
  if (s === 0) return 0;

  const ranks = new Map(short.map((item, i) => [item, i + 1]));
  // An item counts from the depth at which both lists have shown it.
  const shownAt = new Uint32Array(l + 1);
  long.forEach((item, i) => {
    const rank = ranks.get(item);
    if (rank !== undefined) shownAt[Math.max(rank, i + 1)]!++;
  });
  let [overlap, overlapAtShort, weight, sum] = [0, 0, 1, 0];
  for (let depth = 1; depth <= l; depth++) {
    overlap += shownAt[depth]!;
    weight *= p;
    if (depth === s) overlapAtShort = overlap;
    sum += (overlap / depth) * weight;
    if (depth > s) sum += ((overlapAtShort * (depth - s)) / (s * depth)) * weight;
  }
  return ((1 - p) / p) * sum + ((overlap - overlapAtShort) / l + overlapAtShort / s) * weight;
}
