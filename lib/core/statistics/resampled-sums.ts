import type { Random } from '@/lib/core/random';
import { type AliasTable, aliasTable, draw } from './alias-table';
import { greatestCommonDivisor } from './integers';
import { convolve, type Lattice, latticeValues, trimmed } from './lattice';

/** Tables above this size would leave the processor's fast memory and cost more to build than they save. */
const LARGEST_TABLE = 2048;

/** A distribution over few values: whole numbers, ascending, each once. */
export interface Discrete {
  values: Float64Array;
  /** Of the values, adding up to 1. */
  probabilities: Float64Array;
}

/**
 * Sums of bootstrap resamples: each entry is distributed as the sum of n draws with replacement from `values`.
 *
 * @param values     integers (see toScaledIntegers), length n ≥ 1
 * @param resamples  number of sums wanted
 * @param random     uniform source
 * @returns `resamples` sums, integers
 * @complexity see sumsOfDraws
 */
export function resampledSums(values: Float64Array, resamples: number, random: Random): Float64Array {
  const n = values.length;
  if (n === 0) throw new RangeError('cannot resample an empty list');
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = Float64Array.from(counts.keys()).sort();
  const probabilities = distinct.map((value) => counts.get(value)! / n);
  return sumsOfDraws([{ distribution: { values: distinct, probabilities }, count: n }], resamples, random);
}

/** Independent draws from one distribution. */
export interface Draws {
  distribution: Discrete;
  /** How many; integer ≥ 0. */
  count: number;
}

/**
 * Sums of independent draws, from one distribution or from several, each drawn from its own number of times.
 *
 * Rates take few distinct values, so the sum of 2^j draws has a small exact distribution, found by convolving it with
 * itself j times and leaving out ends of a probability below 10^-18. A sum is then one or a few draws from such tables
 * instead of one for each term; the distribution of the result is the same.
 *
 * @param parts      what is drawn, and how often
 * @param resamples  number of sums wanted
 * @param random     uniform source
 * @returns `resamples` sums, integers
 * @complexity O(T² log count) once with T ≤ 2048, then a draw per table; O(count) where values are too many for tables
 */
export function sumsOfDraws(parts: readonly Draws[], resamples: number, random: Random): Float64Array {
  const tables = new Map<Term, AliasTable>();
  const plan = joined(parts.flatMap(termsOf)).map((term) => {
    const table = tables.get(term) ?? tableOf(term);
    tables.set(term, table);
    return table;
  });
  const sums = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (let i = 0; i < plan.length; i++) sum += draw(plan[i]!, random);
    sums[r] = sum;
  }
  return sums;
}

/** A part of a sum with a known distribution. */
type Term = Lattice | Discrete;

const tableOf = (term: Term) =>
  aliasTable('step' in term ? latticeValues(term) : term.values, term.probabilities);

/** Sums of 2^j draws that add up to `count` draws; single draws where the values are too far apart. */
function termsOf({ distribution, count }: Draws): Term[] {
  const { values, probabilities } = distribution;
  const lowest = values[0]!;
  const step = values.reduce((divisor, value) => greatestCommonDivisor(divisor, value - lowest), 0) || 1;
  const span = (values[values.length - 1]! - lowest) / step;
  if (span >= LARGEST_TABLE) return new Array<Term>(count).fill(distribution);
  let sum: Lattice = { offset: lowest, step, probabilities: new Float64Array(span + 1) };
  values.forEach((value, i) => {
    sum.probabilities[(value - lowest) / step] = probabilities[i]!;
  });
  const powers = [sum];
  for (let draws = 2; draws <= count; draws *= 2) {
    if (widthOfSum(sum, sum) > LARGEST_TABLE) break;
    sum = trimmed(convolve(sum, sum));
    powers.push(sum);
  }
  const terms: Term[] = [];
  let left = count;
  for (let level = powers.length - 1; level >= 0; level--) {
    for (; left >= 2 ** level; left -= 2 ** level) terms.push(powers[level]!);
  }
  return terms;
}

/** Adds up neighbouring terms of the same step as long as their sum stays small. */
function joined(terms: readonly Term[]): Term[] {
  const result: Term[] = [];
  for (const term of terms) {
    const last = result.at(-1);
    const fits =
      last &&
      'step' in last &&
      'step' in term &&
      last.step === term.step &&
      widthOfSum(last, term) <= LARGEST_TABLE;
    if (fits) result[result.length - 1] = trimmed(convolve(last, term));
    else result.push(term);
  }
  return result;
}

/** About how many values the sum takes: what is left between negligible ends grows with the root of the draws. */
const widthOfSum = (a: Lattice, b: Lattice) => {
  const [m, n] = [a.probabilities.length, b.probabilities.length];
  return m + n < 256 ? m + n : Math.max(m, n, 1.2 * Math.hypot(m, n));
};
