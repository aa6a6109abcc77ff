import type { Random } from '@/lib/core/random';
import { type AliasTable, aliasTable, draw } from './alias-table';
import { greatestCommonDivisor } from './integers';
import { convolve, type Lattice, latticeValues } from './lattice';

/** Tables above this size would leave the processor's fast memory and cost more to build than they save. */
const LARGEST_TABLE = 1024;

/**
 * Sums of bootstrap resamples: each entry is distributed as the sum of n draws with replacement from `values`.
 *
 * Rates take few distinct values, so sums over 2^j draws have a small exact distribution, found by convolving it with
 * itself j times. A resample is then a handful of draws from those tables instead of n; the distribution of the
 * result is the same.
 *
 * @param values     integers (see toScaledIntegers), length n ≥ 1
 * @param resamples  number of sums wanted
 * @param random     uniform source
 * @returns `resamples` sums, integers
 * @complexity O(T²) once with T ≤ 1024, then O(log n) a resample; O(n) where values are too many for tables
 */
export function resampledSums(values: Float64Array, resamples: number, random: Random): Float64Array {
  const n = values.length;
  if (n === 0) throw new RangeError('cannot resample an empty list');
  const tables = doublingTables(values);
  const plan: AliasTable[] = [];
  let left = n;
  for (let level = tables.length - 1; level >= 0; level--) {
    for (; left >= 2 ** level; left -= 2 ** level) plan.push(tables[level]!);
  }
  const sums = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (let i = 0; i < plan.length; i++) sum += draw(plan[i]!, random);
    sums[r] = sum;
  }
  return sums;
}

/** Table j draws the sum of 2^j values; as many as are of use and fit. */
function doublingTables(values: Float64Array): AliasTable[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = Float64Array.from(counts.keys()).sort();
  const shares = distinct.map((value) => counts.get(value)! / values.length);
  const tables = [aliasTable(distinct, shares)];

  const lowest = distinct[0]!;
  const step = distinct.reduce((divisor, value) => greatestCommonDivisor(divisor, value - lowest), 0) || 1;
  const span = (distinct[distinct.length - 1]! - lowest) / step;
  if (span >= LARGEST_TABLE) return tables;
  let sum: Lattice = { offset: lowest, step, probabilities: new Float64Array(span + 1) };
  distinct.forEach((value, i) => {
    sum.probabilities[(value - lowest) / step] = shares[i]!;
  });
  for (let draws = 2; draws <= values.length && draws * span < LARGEST_TABLE; draws *= 2) {
    sum = convolve(sum, sum);
    tables.push(aliasTable(latticeValues(sum), sum.probabilities));
  }
  return tables;
}
