import { logBeta } from './log-gamma';

/**
 * Regularised incomplete beta function I_x(a, b): the distribution function of a beta variable, and through it of the
 * binomial and of Student's t. By its continued fraction, on the side where that converges fast.
 *
 * @param x     in [0, 1]
 * @param a, b  > 0
 * @returns a probability in [0, 1], relative error about 1e-12 for a, b up to 10,000
 * @throws RangeError outside these ranges
 * @complexity O(√max(a, b))
 * @see Abramowitz & Stegun 1964, 26.5.8; Lentz 1976, Appl. Opt. 15
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0))
    throw new RangeError(`the incomplete beta function is asked at x ${x}, a ${a}, b ${b}`);
  if (x === 0 || x === 1) return x;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2)
    ? Math.min(1, (front * fraction(x, a, b)) / a)
    : Math.max(0, 1 - (front * fraction(1 - x, b, a)) / b);
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    result *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return result;
}

/**
 * Quantile of the beta distribution: the x with I_x(a, b) = p. Newton's steps kept inside a bracket that bisection
 * narrows.
 *
 * @param p     in [0, 1]
 * @param a, b  > 0
 * @returns x in [0, 1], to about 1e-14
 * @throws RangeError outside these ranges
 * @complexity a few evaluations of incompleteBeta, at most 200
 */
export function incompleteBetaInverse(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies in [0, 1], got ${p}`);
  if (p === 0 || p === 1) return p;
  const logScale = logBeta(a, b);
  let [low, high] = [0, 1];
  let x = a / (a + b);
  for (let step = 0; step < 200; step++) {
    const error = incompleteBeta(x, a, b) - p;
    if (error === 0) return x;
    if (error < 0) low = x;
    else high = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logScale);
    const newton = x - error / density;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * x || next === low || next === high) return next;
    x = next;
  }
  return x;
}
