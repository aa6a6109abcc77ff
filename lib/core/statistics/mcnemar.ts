export interface McNemarResult {
  /** Exact two-sided p-value; 1 when no pair is discordant. */
  exact: number;
  /** Mid-p: less conservative, holds its level on average. */
  midP: number;
}

/**
 * McNemar's test of paired yes/no outcomes: does one side win more of the pairs that differ?
 *
 *   p = min(1, 2 · P(X ≤ min(b, c))),   X ~ Binomial(b + c, ½)
 *   mid-p = p − P(X = b), and 1 − P(X = b)/2 when b = c
 *
 * @param onlyFirst   b, pairs that only the first side won; integer ≥ 0
 * @param onlySecond  c, pairs that only the second side won; integer ≥ 0
 * @returns p-values in (0, 1]; both 1 when b + c = 0, by convention
 * @throws RangeError when the counts are not counts
 * @complexity O(min(b, c))
 * @see Fagerland, Lydersen & Laake 2013, BMC Med. Res. Methodol. 13:91
 */
export function mcNemar(onlyFirst: number, onlySecond: number): McNemarResult {
  for (const count of [onlyFirst, onlySecond]) {
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`a count of pairs is an integer ≥ 0, got ${count}`);
  }
  const discordant = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  if (discordant === 0) return { exact: 1, midP: 1 };

  // Logarithms, because ½^n underflows from n = 1075 on.
  let logPoint = -discordant * Math.LN2;
  for (let i = 1; i <= fewer; i++) logPoint += Math.log((discordant - fewer + i) / i);
  const point = Math.exp(logPoint);

  let tail = 0;
  let term = point;
  for (let i = fewer; i >= 0 && term > 0; i--) {
    tail += term;
    term *= i / (discordant - i + 1);
  }
  const exact = Math.min(1, 2 * tail);
  return { exact, midP: onlyFirst === onlySecond ? 1 - point / 2 : exact - point };
}
