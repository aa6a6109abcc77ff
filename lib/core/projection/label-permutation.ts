import type { Random } from '@/lib/core/random';

/** What a measure would be if labels said nothing about where points lie. */
export interface PermutationNull {
  mean: number;
  sd: number;
  /** (observed − mean) / sd: below 0 is more clustered than chance; null when chance does not vary. */
  z: number | null;
  /** Share of labellings at least as clustered (as low) as the observed one, which counts as one of them. */
  pValue: number;
  permutations: number;
}

/**
 * Label-permutation null of a measure that is low when labels cluster (Davies–Bouldin, LISI): the points stay, the
 * labels are dealt out anew.
 *
 * @param observed      the measure of the true labelling
 * @param codes         the true labels; unchanged
 * @param measure       the measure of another labelling
 * @param permutations  integer ≥ 1
 * @complexity O(permutations) measures
 */
export function labelPermutation(
  observed: number,
  codes: Uint32Array,
  measure: (codes: Uint32Array) => number,
  permutations: number,
  random: Random,
): PermutationNull {
  const shuffled = codes.slice();
  let [sum, squares, asLow] = [0, 0, 1];
  for (let p = 0; p < permutations; p++) {
    shuffle(shuffled, random);
    const value = measure(shuffled);
    sum += value;
    squares += value * value;
    if (value <= observed + 1e-12) asLow++;
  }
  const mean = sum / permutations;
  const sd = Math.sqrt(Math.max(0, squares / permutations - mean * mean));
  const z = sd > 1e-12 ? (observed - mean) / sd : null;
  return { mean, sd, z, pValue: asLow / (permutations + 1), permutations };
}

/** Fisher–Yates, in place. */
export function shuffle(values: Uint32Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = values[i]!;
    values[i] = values[j]!;
    values[j] = held;
  }
}
