import type { Random } from '@/lib/core/random';

/** What a measure would be if labels said nothing about where points lie. */
export interface PermutationNull {
  mean: number;
  sd: number;
  /** (observed − mean) / sd; null when chance does not vary. */
  z: number | null;
  /** Share of labellings at least as clustered as the observed one, which counts as one of them. */
  pValue: number;
  permutations: number;
}

/** Which end of a measure means that labels cluster. */
export type ClusteredEnd = 'low' | 'high';

/**
 * Label-permutation null of a measure of how labels cluster: the points stay, the labels are dealt out anew.
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
  clustered: ClusteredEnd = 'low',
): PermutationNull {
  const each = (shuffled: Uint32Array) => [measure(shuffled)];
  return labelPermutations([observed], codes, each, permutations, random, clustered)[0]!;
}

/** labelPermutation of several measures over the same labellings. */
export function labelPermutations(
  observed: readonly number[],
  codes: Uint32Array,
  measure: (codes: Uint32Array) => readonly number[],
  permutations: number,
  random: Random,
  clustered: ClusteredEnd = 'low',
): PermutationNull[] {
  const shuffled = codes.slice();
  const sign = clustered === 'low' ? 1 : -1;
  const tallies = observed.map(() => ({ sum: 0, squares: 0, asClustered: 1 }));
  for (let p = 0; p < permutations; p++) {
    shuffle(shuffled, random);
    for (const [m, value] of measure(shuffled).entries()) {
      const tally = tallies[m]!;
      tally.sum += value;
      tally.squares += value * value;
      if (sign * value <= sign * observed[m]! + 1e-12) tally.asClustered++;
    }
  }
  return tallies.map(({ sum, squares, asClustered }, m) => {
    const mean = sum / permutations;
    const sd = Math.sqrt(Math.max(0, squares / permutations - mean * mean));
    const z = sd > 1e-12 ? (observed[m]! - mean) / sd : null;
    return { mean, sd, z, pValue: asClustered / (permutations + 1), permutations };
  });
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
