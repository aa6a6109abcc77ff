import { groupBy } from '@/lib/core/group-by';
import { seededRandom } from '@/lib/core/random';
import { shuffle } from './label-permutation';
import { meanOf } from './space-measure';

/**
 * Deals two types out anew among the points of each label, every time it is called, so that either type keeps its number of
 * points of each label; null where that can change nothing.
 *
 * @param codes  the label of each point
 * @param types  of each point 0 or 1; unchanged
 * @returns the types as dealt, in an array that the next call overwrites
 */
export function exchanger(codes: Uint32Array, types: Uint8Array, seed: number): (() => Uint8Array) | null {
  const strata = [...groupBy([...codes.keys()], (i) => codes[i]!).values()].filter(
    (own) => new Set(own.map((i) => types[i])).size === 2,
  );
  if (strata.length === 0) return null;
  const random = seededRandom(seed);
  const dealt = types.slice();
  return () => {
    for (const own of strata) {
      const kinds = Uint32Array.from(own, (i) => dealt[i]!);
      shuffle(kinds, random);
      own.forEach((i, at) => {
        dealt[i] = kinds[at]!;
      });
    }
    return dealt;
  };
}

/**
 * Two-sided p of a difference among those of exchanged types: (b + 1) / (m + 1), b counting differences at least as far from
 * the centre. The centre holds the observed difference, too: then it is dealt out like the others, and p is exact.
 */
export function twoSidedP(observed: number, chances: Float64Array): number {
  const m = chances.length;
  const centre = (meanOf(chances) * m + observed) / (m + 1);
  const away = Math.abs(observed - centre) - 1e-12;
  return (chances.filter((chance) => Math.abs(chance - centre) >= away).length + 1) / (m + 1);
}
