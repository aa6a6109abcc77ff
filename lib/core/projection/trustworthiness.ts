import { seededRandom } from '@/lib/core/random';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { shuffle } from './label-permutation';
import type { Matrix, SpaceMetric } from './matrix';
import { nearestNeighbours } from './nearest-neighbours';
import { type ScreenedRow, screenPairs } from './pairwise-screen';

/** All points are judged up to here; beyond, this many drawn at random. */
const JUDGED = 2000;

/**
 * Trustworthiness of a picture: whether points that are neighbours in it were near each other in the input.
 *
 *   T = 1 − 2 / (n k (2n − 3k − 1)) · Σ_i Σ_j (r(i, j) − k)
 *
 * over the points j among i's k nearest in the picture but not in the input; r is the rank of j by input distance.
 *
 * @param input    what was laid out
 * @param picture  rows × 2
 * @param k        neighbours looked at; below n/2
 * @returns a proportion, 1 when no false neighbour is drawn; over a random 2,000 points when there are more; not
 *          estimable for n ≤ 2k
 * @complexity O(min(n, 2000) · n · columns)
 * @see Venna & Kaski 2001, ICANN
 */
export function trustworthiness(
  input: Matrix,
  picture: Matrix,
  k: number,
  metric: SpaceMetric,
  seed: number,
): Estimate {
  const n = input.rows;
  if (n <= 2 * k) return notEstimable(`needs more than ${2 * k} points, got ${n}`);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  if (n > JUDGED) shuffle(order, seededRandom(seed));
  const judged = order.subarray(0, JUDGED);
  const drawn = nearestNeighbours(picture, k, 'euclidean');

  let penalty = 0;
  screenPairs(input, metric, judged, (row) => {
    for (let j = 0; j < k; j++) {
      const rank = rankOf(drawn.indices[row.point * k + j]!, row);
      if (rank > k) penalty += rank - k;
    }
  });
  return { value: 1 - (2 / (judged.length * k * (2 * n - 3 * k - 1))) * penalty };
}

/** The nearest other point has rank 1; equal distances go by smaller index. */
function rankOf(neighbour: number, { point, keys, error, distanceTo }: ScreenedRow): number {
  const key = keys[neighbour]!;
  const [surelyNearer, perhapsNearer] = [key - 2 * error, key + 2 * error];
  const own = distanceTo(neighbour);
  let rank = 1;
  for (let j = 0; j < keys.length; j++) {
    if (keys[j]! > perhapsNearer || j === point || j === neighbour) continue;
    if (keys[j]! < surelyNearer) rank++;
    else {
      const distance = distanceTo(j);
      if (distance < own || (distance === own && j < neighbour)) rank++;
    }
  }
  return rank;
}
