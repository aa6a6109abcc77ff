import { quantile } from '@/lib/core/statistics/quantile';

/** How numbers are spread; quartiles are linear between order statistics, as `quantile` has them. */
export interface Distribution {
  minimum: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  maximum: number;
}

/**
 * Five numbers that sum a sample up; null for an empty one.
 *
 * @complexity O(n) expected
 */
export function distributionOf(values: readonly number[]): Distribution | null {
  if (values.length === 0) return null;
  const numbers = Float64Array.from(values);
  return {
    minimum: quantile(numbers, 0),
    lowerQuartile: quantile(numbers, 0.25),
    median: quantile(numbers, 0.5),
    upperQuartile: quantile(numbers, 0.75),
    maximum: quantile(numbers, 1),
  };
}
