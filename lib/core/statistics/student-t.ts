import { incompleteBeta, incompleteBetaInverse } from './incomplete-beta';

/**
 * Two-sided p-value of Student's t: P(|T| ≥ |t|).
 *
 *   p = I_x(ν/2, ½),   x = ν / (ν + t²)
 *
 * @param t                 a finite number or ±Infinity
 * @param degreesOfFreedom  ν > 0
 * @returns a probability in [0, 1]
 * @throws RangeError when ν is not positive or t is not a number
 * @see Abramowitz & Stegun 1964, 26.7.1
 */
export function studentTPValue(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || !(degreesOfFreedom > 0))
    throw new RangeError(`Student's t is asked at ${t} with ${degreesOfFreedom} degrees of freedom`);
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

/**
 * Quantile of Student's t.
 *
 * @param p                 in (0, 1)
 * @param degreesOfFreedom  > 0
 * @returns the quantile, relative error about 1e-12
 * @throws RangeError outside these ranges
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability lies in (0, 1), got ${p}`);
  if (!(degreesOfFreedom > 0)) throw new RangeError(`needs degrees of freedom, got ${degreesOfFreedom}`);
  const outside = 2 * Math.min(p, 1 - p);
  const sign = Math.sign(p - 0.5);
  // Of t²/(ν + t²) and its complement the smaller one is solved for: near 1 a share loses its digits.
  if (outside < 0.5) {
    const x = incompleteBetaInverse(outside, degreesOfFreedom / 2, 0.5);
    return sign * Math.sqrt((degreesOfFreedom * (1 - x)) / x);
  }
  const y = incompleteBetaInverse(1 - outside, 0.5, degreesOfFreedom / 2);
  return sign * Math.sqrt((degreesOfFreedom * y) / (1 - y));
}
