import { midRanks } from './mid-ranks';
import { normalCdf } from './normal';
import { type Correlation, refusedCorrelation } from './pearson-correlation';

/** Without ties and up to this many pairs the p-value counts permutations; beyond, the normal one is as good. */
const LARGEST_EXACT = 33;

/**
 * Kendall's rank correlation τ-b: of two random pairs, how much likelier are they in the same order on both sides than
 * in opposite orders, with allowance for ties?
 *
 *   τ_b = (concordant − discordant) / √((N − T_x)(N − T_y)),   N = n(n − 1)/2, T the tied pairs of a side
 *
 * p counts permutations for up to 33 pairs without ties, else it is normal with the variance for ties.
 *
 * @param x, y  finite, of one length n
 * @returns τ_b in [−1, 1] and its p; not estimable for fewer than 3 pairs or where one side is constant
 * @throws AppError `invalid-input` when a value is not finite; RangeError when the lengths differ
 * @complexity O(n²)
 * @see Kendall 1970, "Rank Correlation Methods", ch. 3 and 4
 */
export function kendallCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  const refused = refusedCorrelation(x, y);
  if (refused) return refused;
  const n = x.length;
  let surplus = 0;
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) surplus += Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!);
  }
  const ties = [midRanks(x).tieSizes, midRanks(y).tieSizes] as const;
  const pairs = (n * (n - 1)) / 2;
  const [tiedX, tiedY] = ties.map((sizes) => sumOf(sizes, (t) => (t * (t - 1)) / 2)) as [number, number];
  const value = surplus / Math.sqrt(pairs - tiedX) / Math.sqrt(pairs - tiedY);
  const untied = ties.every((sizes) => sizes.length === 0);
  const p =
    untied && n <= LARGEST_EXACT ? permutationPValue(n, surplus) : normalPValue(n, surplus, ties[0], ties[1]);
  return { estimate: { value: Math.max(-1, Math.min(1, value)) }, pValue: { value: Math.min(1, p) }, n };
}

/** Twice the share of permutations of n with at most as many inversions as the rarer direction has. */
function permutationPValue(n: number, surplus: number): number {
  const pairs = (n * (n - 1)) / 2;
  const rarer = (pairs - Math.abs(surplus)) / 2;
  let shares = Float64Array.of(1);
  for (let placed = 2; placed <= n; placed++) {
    const next = new Float64Array(shares.length + placed - 1);
    shares.forEach((share, inversions) => {
      for (let more = 0; more < placed; more++) next[inversions + more]! += share / placed;
    });
    shares = next;
  }
  return 2 * shares.subarray(0, rarer + 1).reduce((a, b) => a + b, 0);
}

function normalPValue(n: number, surplus: number, tiesX: number[], tiesY: number[]): number {
  const ordered = n * (n - 1);
  const weighted = (sizes: number[]) => sumOf(sizes, (t) => t * (t - 1) * (2 * t + 5));
  const doubles = (sizes: number[]) => sumOf(sizes, (t) => t * (t - 1));
  const triples = (sizes: number[]) => sumOf(sizes, (t) => t * (t - 1) * (t - 2));
  const variance =
    (ordered * (2 * n + 5) - weighted(tiesX) - weighted(tiesY)) / 18 +
    (doubles(tiesX) * doubles(tiesY)) / (2 * ordered) +
    (triples(tiesX) * triples(tiesY)) / (9 * ordered * (n - 2));
  return 2 * normalCdf(-Math.abs(surplus) / Math.sqrt(variance));
}

const sumOf = (sizes: readonly number[], term: (size: number) => number) =>
  sizes.reduce((sum, size) => sum + term(size), 0);
