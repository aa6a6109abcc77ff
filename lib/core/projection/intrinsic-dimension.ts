import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { Neighbours } from './nearest-neighbours';

/** ln(r2 / r1) of each point with two different places nearby. */
export function neighbourRatios({ distances, k }: Neighbours): Float64Array {
  const ratios: number[] = [];
  for (let from = 0; from + 1 < distances.length; from += k) {
    // Copies of a point say nothing of the dimension that it lies in.
    let first = from;
    while (first < from + k && distances[first] === 0) first++;
    if (first + 1 < from + k) ratios.push(Math.log(distances[first + 1]! / distances[first]!));
  }
  return Float64Array.from(ratios);
}

/**
 * Intrinsic dimension by the two nearest neighbours: r2 / r1 of points that lie evenly in d dimensions has the
 * distribution 1 − μ^(−d).
 *
 *   d = (N − 1) / Σ ln(r2 / r1), the maximum likelihood estimate, without its bias
 *
 * @param ratios  see neighbourRatios; Euclidean distances
 * @complexity O(points)
 * @see Facco, d'Errico, Rodriguez & Laio 2017, Scientific Reports 7:12140
 */
export function twoNearestDimension(ratios: Float64Array): Estimate {
  if (ratios.length < 3)
    return notEstimable(`needs at least 3 points in different places, got ${ratios.length}`);
  let sum = 0;
  for (const ratio of ratios) sum += ratio;
  return sum > 0 ? { value: (ratios.length - 1) / sum } : notEstimable('all points are equally far apart');
}
