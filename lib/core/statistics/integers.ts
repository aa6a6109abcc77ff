/** Numbers as whole multiples of 1/denominator, so that equal sums are equal bit for bit. */
export interface ScaledIntegers {
  values: Float64Array;
  denominator: number;
}

const LARGEST_DENOMINATOR = 2 ** 40;
/** For numbers without a common denominator: a grid fine enough that rounding moves a mean by under 1e-9. */
const FALLBACK_DENOMINATOR = 2 ** 30;

/**
 * Rates of a task are fractions with small denominators (c/n, 1/C(n, k)), but in floating point 1 − 2/3 ≠ 1/3, and
 * such noise would decide on which side of the estimate a resample falls. This recovers the fractions.
 *
 * @param numbers  finite, of magnitude at most about 1
 * @returns integers and their denominator, exact where one up to 2^40 exists, else rounded to multiples of 2^-30
 * @throws RangeError when a number is not finite
 * @complexity O(n) for the few distinct values that rates take
 */
export function toScaledIntegers(numbers: ArrayLike<number>): ScaledIntegers {
  const distinct = new Set<number>();
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i]!;
    if (!Number.isFinite(x)) throw new RangeError(`needs finite numbers, got ${x} at position ${i}`);
    distinct.add(x);
  }
  let denominator = 1;
  for (const x of distinct) {
    const own = denominatorOf(x);
    denominator = own === null ? Infinity : leastCommonMultiple(denominator, own);
    if (denominator > LARGEST_DENOMINATOR) {
      denominator = FALLBACK_DENOMINATOR;
      break;
    }
  }
  const values = new Float64Array(numbers.length);
  // `+ 0` turns a negative zero into zero.
  for (let i = 0; i < values.length; i++) values[i] = Math.round(numbers[i]! * denominator) + 0;
  return { values, denominator };
}

/** The same for several lists at once, over one denominator. */
export function toScaledStrata(strata: readonly ArrayLike<number>[]): {
  strata: Float64Array[];
  denominator: number;
} {
  const { values, denominator } = toScaledIntegers(strata.flatMap((stratum) => Array.from(stratum)));
  let end = 0;
  const parts = strata.map(({ length }) => {
    end += length;
    return values.subarray(end - length, end);
  });
  return { strata: parts, denominator };
}

/** The smallest denominator that gives `x` to 1e-12, by continued fractions; null above a million. */
function denominatorOf(x: number): number | null {
  let [previous, current] = [0, 1];
  let rest = x;
  for (let step = 0; step < 40 && current <= 1e6; step++) {
    if (Math.abs(Math.round(x * current) / current - x) < 1e-12) return current;
    rest = 1 / (rest - Math.floor(rest));
    [previous, current] = [current, Math.floor(rest) * current + previous];
  }
  return null;
}

export function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}
