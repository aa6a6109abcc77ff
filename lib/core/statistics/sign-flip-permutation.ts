import { type Random, seededRandom } from '@/lib/core/random';
import { aliasTable, draw } from './alias-table';
import { greatestCommonDivisor, toScaledStrata } from './integers';
import { convolve, type Lattice, latticeValues } from './lattice';

export interface SignFlipOptions {
  /** Draws where the exact distribution is out of reach; integer ≥ 1. */
  resamples: number;
  seed: number;
}

export interface SignFlipResult {
  pValue: number;
  /** `exact`: all sign patterns counted; `sampled`: estimated from random patterns. */
  method: 'exact' | 'sampled';
}

/** Above this many distinct sums the exact distribution costs more than sampling it. */
const LARGEST_SUPPORT = 20_000;

/**
 * Sign-flip permutation test of paired differences: if neither condition helps, each difference could as well have
 * had the other sign. Two-sided; p is the share of sign patterns whose |statistic| is at least the observed one.
 *
 * @param strata  per stratum (benchmark) the paired differences of its tasks; finite
 * @param weights weight of each stratum's sum in the statistic: 1 for all when every task counts once,
 *                1/n for each when every stratum counts once
 * @returns p in (0, 1]; 1 when no pair differs. Sampled p-values count the observed pattern, so are never 0.
 * @throws RangeError when lengths differ or a difference is not finite
 * @complexity exact O(S · d) for S distinct sums and d distinct magnitudes; sampled O(resamples · strata)
 * @see Phipson & Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9(1), on p-values that cannot be 0
 */
export function signFlipTest(
  strata: readonly ArrayLike<number>[],
  weights: readonly number[],
  { resamples, seed }: SignFlipOptions,
): SignFlipResult {
  if (strata.length !== weights.length)
    throw new RangeError(`${strata.length} strata but ${weights.length} weights`);
  const parts = toScaledStrata(strata)
    .strata.map((values, s) => ({ values: values.filter((d) => d !== 0), weight: weights[s]! }))
    .filter(({ values }) => values.length > 0);
  if (parts.length === 0) return { pValue: 1, method: 'exact' };

  const weight = parts[0]!.weight;
  if (parts.every((part) => part.weight === weight)) {
    const values = Float64Array.from(parts.flatMap((part) => Array.from(part.values)));
    const flips = flipDistribution(values);
    if (flips) return { pValue: twoSided(flips, sum(values)), method: 'exact' };
  }
  return { pValue: sampled(parts, resamples, seededRandom(seed)), method: 'sampled' };
}

/** The distribution of Σ ±d over all sign patterns; null when it has too many distinct sums. */
function flipDistribution(differences: Float64Array): Lattice | null {
  const counts = new Map<number, number>();
  for (const d of differences) counts.set(Math.abs(d), (counts.get(Math.abs(d)) ?? 0) + 1);
  let divisor = 0;
  let largest = 0;
  for (const [size, count] of counts) {
    divisor = greatestCommonDivisor(divisor, size);
    largest += size * count;
  }
  if (largest / divisor >= LARGEST_SUPPORT) return null;
  let total: Lattice = { offset: 0, step: 2 * divisor, probabilities: Float64Array.of(1) };
  for (const [size, count] of counts) {
    const probabilities = new Float64Array((size / divisor) * count + 1);
    binomialHalf(count).forEach((p, positive) => {
      probabilities[(size / divisor) * positive] = p;
    });
    // The sparser one first: convolve skips its zeros.
    total = convolve({ offset: -size * count, step: 2 * divisor, probabilities }, total);
  }
  return total;
}

/** P(X = 0 … n) for X ~ Binomial(n, ½), grown from the middle, where it cannot underflow. */
function binomialHalf(n: number): Float64Array {
  const p = new Float64Array(n + 1);
  const middle = n >> 1;
  p[middle] = 1;
  for (let i = middle; i > 0; i--) p[i - 1] = (p[i]! * i) / (n - i + 1);
  for (let i = middle; i < n; i++) p[i + 1] = (p[i]! * (n - i)) / (i + 1);
  const whole = sum(p);
  return p.map((x) => x / whole);
}

function twoSided({ offset, step, probabilities }: Lattice, observed: number): number {
  let p = 0;
  for (let i = 0; i < probabilities.length; i++) {
    if (Math.abs(offset + i * step) >= Math.abs(observed)) p += probabilities[i]!;
  }
  return Math.min(1, p);
}

function sampled(
  parts: { values: Float64Array; weight: number }[],
  resamples: number,
  random: Random,
): number {
  const sources = parts.map(({ values, weight }) => {
    const flips = flipDistribution(values);
    if (!flips) return () => weight * values.reduce((total, d) => total + (random() < 0.5 ? d : -d), 0);
    const table = aliasTable(latticeValues(flips), flips.probabilities);
    return () => weight * draw(table, random);
  });
  const observed = Math.abs(parts.reduce((total, { values, weight }) => total + weight * sum(values), 0));
  let asExtreme = 1;
  for (let r = 0; r < resamples; r++) {
    let statistic = 0;
    for (const source of sources) statistic += source();
    if (Math.abs(statistic) >= observed * (1 - 1e-12)) asExtreme++;
  }
  return asExtreme / (resamples + 1);
}

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
