import { requireCount } from './arguments';
import { logGamma } from './log-gamma';

/** Probabilities nearer to each other than this share of themselves are the same: floating point is no difference. */
const SAME = 1e-7;

export interface FisherResult {
  /** Exact two-sided p-value in (0, 1]. */
  pValue: number;
  /** The smallest p-value that any table with these margins could have: above a level, the test cannot reach it. */
  smallestPValue: number;
}

/**
 * Fisher's exact test of independence in a table of two by two, given both margins.
 *
 *   a  b       P(a) = C(a + b, a) · C(c + d, c) / C(n, a + c)
 *   c  d       p = Σ P(x) over all x with P(x) ≤ P(a)
 *
 * @param a  first row, first column; integer ≥ 0, as the others
 * @param b  first row, second column
 * @param c  second row, first column
 * @param d  second row, second column
 * @returns p-values; both 1 where a margin is empty, by convention
 * @throws AppError `invalid-input` when the counts are not counts
 * @complexity O(smallest margin)
 * @see Fisher 1922, J. R. Stat. Soc. 85; two-sided by the probabilities of the tables; Tarone 1990 on the smallest p
 */
export function fisherExact(a: number, b: number, c: number, d: number): FisherResult {
  for (const count of [a, b, c, d]) requireCount(count, 'a cell of the table');
  const [row, column, n] = [a + b, a + c, a + b + c + d];
  const least = Math.max(0, row + column - n);
  const most = Math.min(row, column);
  if (least === most) return { pValue: 1, smallestPValue: 1 };
  const probabilities = Float64Array.from({ length: most - least + 1 }, (_, i) =>
    Math.exp(logWays(row, least + i) + logWays(n - row, column - least - i) - logWays(n, column)),
  );
  const upTo = (bound: number) =>
    Math.min(
      1,
      probabilities.reduce((sum, p) => (p <= bound * (1 + SAME) ? sum + p : sum), 0),
    );
  return {
    pValue: upTo(probabilities[a - least]!),
    smallestPValue: upTo(Math.min(probabilities[0]!, probabilities.at(-1)!)),
  };
}

/** ln C(n, k). */
const logWays = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
