const HALF_LOG_TWO_PI = 0.9189385332046728;

/**
 * ln Γ(x), by Stirling's series after moving x up to where the series is exact to rounding.
 *
 * @param x  > 0
 * @returns absolute error about 1e-15 for small x, relative error about 1e-16 for large
 * @throws RangeError when x is not positive
 * @complexity O(1)
 * @see Abramowitz & Stegun 1964, 6.1.41
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`ln Γ is asked at ${x}, which is not positive`);
  let shifted = x;
  let product = 1;
  for (; shifted < 12; shifted++) product *= shifted;
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 -
      square *
        (1 / 360 -
          square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360)))));
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series - Math.log(product);
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
