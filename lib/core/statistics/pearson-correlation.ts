import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { requireFinite, requireSameLength } from './arguments';
import { studentTPValue } from './student-t';

export interface Correlation {
  /** In [−1, 1]. */
  estimate: Estimate;
  /** Two-sided, for no association. */
  pValue: Estimate;
  /** Pairs of values. */
  n: number;
}

/**
 * Pearson's correlation: how well a straight line with either slope describes the pairs.
 *
 *   r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²),   t = r √((n − 2)/(1 − r²)) with n − 2 degrees of freedom
 *
 * @param x, y  finite, of one length n
 * @returns r in [−1, 1] and its p; not estimable for fewer than 3 pairs or where one side is constant
 * @throws AppError `invalid-input` when a value is not finite; RangeError when the lengths differ
 * @complexity O(n)
 * @see Student 1908, Biometrika 6
 */
export function pearsonCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  const refused = refusedCorrelation(x, y);
  if (refused) return refused;
  const n = x.length;
  const [a, b] = [centred(x), centred(y)];
  let [products, first, second] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    products += a[i]! * b[i]!;
    first += a[i]! ** 2;
    second += b[i]! ** 2;
  }
  if (first === 0 || second === 0)
    return noCorrelation(n, 'one side varies by less than floating point can tell');
  const r = Math.max(-1, Math.min(1, products / Math.sqrt(first) / Math.sqrt(second)));
  const t = r * Math.sqrt((n - 2) / (1 - r * r));
  return { estimate: { value: r }, pValue: { value: studentTPValue(t, n - 2) }, n };
}

/** Why two lists have no correlation; null when they have one. Refuses what is not finite and lists of two lengths. */
export function refusedCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): Correlation | null {
  requireFinite(x, 'the first values');
  requireFinite(y, 'the second values');
  requireSameLength(x, y, 'the values to correlate');
  const n = x.length;
  if (n < 3) return noCorrelation(n, `a correlation needs at least 3 pairs of values, got ${n}`);
  for (const values of [x, y]) {
    if (Array.from(values).every((value) => value === values[0]))
      return noCorrelation(n, `one side has the value ${values[0]} throughout, so it varies with nothing`);
  }
  return null;
}

const noCorrelation = (n: number, reason: string): Correlation => ({
  estimate: notEstimable(reason),
  pValue: notEstimable(reason),
  n,
});

/** Deviations from the mean, divided by the largest, so that neither squares nor products overflow. */
function centred(values: ArrayLike<number>): Float64Array {
  const list = Float64Array.from(values);
  const scale = list.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const mean = list.reduce((sum, value) => sum + value / scale, 0) / list.length;
  const deviations = list.map((value) => value / scale - mean);
  const largest = deviations.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? deviations.map((value) => value / largest) : deviations;
}
