import { logGamma } from './log-gamma';

/**
 * Upper tail of the chi-squared distribution, P(X ≥ x): by the series of the incomplete gamma function below its mean,
 * by its continued fraction above.
 *
 * @param x                 ≥ 0
 * @param degreesOfFreedom  > 0
 * @returns a probability in [0, 1]
 * @throws RangeError outside these ranges
 * @complexity O(√degreesOfFreedom)
 * @see Abramowitz & Stegun 1964, 6.5.29 and 6.5.31
 */
export function chiSquaredUpperTail(x: number, degreesOfFreedom: number): number {
  if (!(x >= 0 && degreesOfFreedom > 0))
    throw new RangeError(`chi-squared is asked at ${x} with ${degreesOfFreedom} degrees of freedom`);
  if (x === 0) return 1;
  const a = degreesOfFreedom / 2;
  const half = x / 2;
  const front = Math.exp(a * Math.log(half) - half - logGamma(a));
  if (half < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= half / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - front * sum);
  }
  let b = half + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let result = d;
  for (let i = 1; i <= 10_000; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const step = c * d;
    result *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return front * result;
}
