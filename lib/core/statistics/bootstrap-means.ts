import { seededRandom } from '@/lib/core/random';
import { bcaLimits } from './bca';
import {
  accelerationOf,
  type BootstrapMean,
  type BootstrapOptions,
  noLimits,
  spread,
} from './paired-bootstrap';
import { superiorityOf } from './superiority';

/** Values nearer to each other than this are the same: float noise is no variation. */
const SAME = 1e-12;

/**
 * Bootstrap of the means of several columns over the same tasks (the metrics of one ranking, or their differences to
 * another's), from one set of resamples: what is compared is compared on the same draws. For values without small
 * denominators, such as nDCG; for rates, `pairedBootstrap` draws sums from their exact distribution.
 *
 * @param columns  each of one length n ≥ 1, finite
 * @param options  resamples, level, seed; the same seed and n give the same resamples
 * @returns per column its mean with BCa limits; no limits, and why, where all tasks have one value or there is one task
 * @throws RangeError when a column is empty, not as long as the others, or holds what is not finite
 * @complexity O(resamples · n · columns)
 */
export function bootstrapMeans(
  columns: readonly ArrayLike<number>[],
  { resamples, level, seed }: BootstrapOptions,
): BootstrapMean[] {
  const n = columns[0]?.length ?? 0;
  if (n === 0) throw new RangeError('needs at least one column with at least one value');
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`needs at least 1 resample, got ${resamples}`);
  // Task by task, so that one draw reads its neighbours in memory.
  const width = columns.length;
  const values = new Float64Array(n * width);
  columns.forEach((column, c) => {
    if (column.length !== n) throw new RangeError(`columns of lengths ${n} and ${column.length}`);
    for (let i = 0; i < n; i++) {
      const value = column[i]!;
      if (!Number.isFinite(value)) throw new RangeError(`needs finite numbers, got ${value} at ${i}`);
      values[i * width + c] = value;
    }
  });
  const means = resampledMeans(values, n, width, { resamples, seed });
  return columns.map((column, c) => {
    const own = Float64Array.from(column);
    const estimate = own.reduce((a, b) => a + b, 0) / n;
    if (own.every((value) => Math.abs(value - own[0]!) <= SAME)) {
      const reason =
        n === 1
          ? 'one task cannot show how much the result would vary over tasks'
          : 'every task has the same value, which resampling would take for certain';
      return { estimate, ...noLimits(reason), standardError: 0, superiority: superiorityOf(means[c]!) };
    }
    const standardError = spread(means[c]!);
    const acceleration = accelerationOf([{ values: own, weight: 1 }]);
    const superiority = superiorityOf(means[c]!);
    return { estimate, standardError, superiority, ...bcaLimits(means[c]!, estimate, acceleration, level) };
  });
}

function resampledMeans(
  values: Float64Array,
  n: number,
  width: number,
  { resamples, seed }: Pick<BootstrapOptions, 'resamples' | 'seed'>,
): Float64Array[] {
  const random = seededRandom(seed);
  const means = Array.from({ length: width }, () => new Float64Array(resamples));
  const sums = new Float64Array(width);
  for (let r = 0; r < resamples; r++) {
    sums.fill(0);
    for (let draw = 0; draw < n; draw++) {
      const row = Math.floor(random() * n) * width;
      for (let c = 0; c < width; c++) sums[c]! += values[row + c]!;
    }
    for (let c = 0; c < width; c++) means[c]![r] = sums[c]! / n;
  }
  return means;
}
