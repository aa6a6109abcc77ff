import { AppError } from '@/lib/core/errors';

/**
 * Refuses data that hold what is no number, before it can spread through a sum.
 *
 * @throws AppError `invalid-input` that names the first such value and its place
 */
export function requireFinite(values: ArrayLike<number>, what: string): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new AppError(
      'invalid-input',
      `${what} must be finite numbers, got ${values[i]} at position ${i}.`,
      {
        hint: 'Leave out what has no value, or say what it counts as, before it comes to the statistics.',
        where: what,
      },
    );
  }
}

/**
 * Refuses what is not a whole number of things.
 *
 * @throws AppError `invalid-input`
 */
export function requireCount(count: number, what: string, least = 0): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new AppError('invalid-input', `${what} must be a whole number of at least ${least}, got ${count}.`, {
    where: what,
  });
}

/**
 * Refuses what is not a proportion.
 *
 * @throws AppError `invalid-input`
 */
export function requireProportion(proportion: number, what: string): void {
  if (proportion >= 0 && proportion <= 1) return;
  throw new AppError('invalid-input', `${what} must lie between 0 and 1, got ${proportion}.`, {
    where: what,
  });
}

/**
 * Refuses a confidence level, a significance level or a power that is none: each lies strictly between 0 and 1.
 *
 * @throws RangeError
 */
export function requireLevel(level: number, what = 'a confidence level'): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`${what} lies between 0 and 1, got ${level}`);
}

/**
 * Refuses lists that should lie side by side and do not.
 *
 * @throws RangeError
 */
export function requireSameLength(a: ArrayLike<unknown>, b: ArrayLike<unknown>, what: string): void {
  if (a.length !== b.length) throw new RangeError(`${what} have lengths ${a.length} and ${b.length}`);
}
