import type { CodedLabels } from './labels';
import type { Neighbours } from './nearest-neighbours';

/** The neighbour search and the perplexity that n points allow. */
export interface LisiPlan {
  /** The perplexity really used: the one asked for, or floor(n/3) when there are fewer than three times as many points. */
  perplexity: number;
  /** Nearest others per point: 3 · perplexity − 1, at most all. */
  neighbours: number;
}

/** @returns null when there are too few points for any perplexity (fewer than 6) */
export function planLisi(points: number, perplexityAsked: number): LisiPlan | null {
  if (!(perplexityAsked >= 2)) throw new RangeError(`the perplexity is at least 2, got ${perplexityAsked}`);
  const perplexity = points < 3 * perplexityAsked ? Math.floor(points / 3) : perplexityAsked;
  if (perplexity < 2) return null;
  return { perplexity, neighbours: Math.min(points - 1, Math.round(3 * perplexity) - 1) };
}

/**
 * Weights of each point's neighbours, falling with distance so that their effective number is the perplexity.
 *
 *   p_j ∝ exp(−β d_j), with β such that the entropy of p is ln(perplexity)
 *
 * The plain distance, not its square. β is found by bisection as in the original (start 1, tolerance 1e-5, at most 50
 * steps); the smallest distance is subtracted before exp, which changes nothing but cannot underflow.
 *
 * @returns weights parallel to `neighbours.indices`, each point's adding up to 1
 * @complexity O(rows · k · 50)
 */
export function lisiWeights({ distances, k }: Neighbours, perplexity: number): Float64Array {
  const weights = new Float64Array(distances.length);
  const target = Math.log(perplexity);
  for (let from = 0; from < distances.length; from += k) {
    const nearest = distances[from]!;
    let [beta, low, high] = [1, 0, Infinity];
    for (let step = 0; ; step++) {
      let [sum, weighted] = [0, 0];
      for (let j = from; j < from + k; j++) {
        const further = distances[j]! - nearest;
        const weight = Math.exp(-beta * further);
        weights[j] = weight;
        sum += weight;
        weighted += further * weight;
      }
      for (let j = from; j < from + k; j++) weights[j]! /= sum;
      const excess = Math.log(sum) + (beta * weighted) / sum - target;
      if (Math.abs(excess) < 1e-5 || step === 50) break;
      if (excess > 0) {
        low = beta;
        beta = high === Infinity ? beta * 2 : (beta + high) / 2;
      } else {
        high = beta;
        beta = low === 0 ? beta / 2 : (beta + low) / 2;
      }
    }
  }
  return weights;
}

/**
 * Local inverse Simpson index of every point: the effective number of labels among its neighbours.
 *
 *   LISI = 1 / Σ over labels of (Σ p_j over the neighbours of that label)²
 *
 * @param neighbours  each point's nearest others; the point itself left out by its index
 * @param weights     see lisiWeights
 * @param codes       one label code per point, below labelCount
 * @returns one number per point, 1 (one label) to labelCount (all mixed); the point's own label plays no part
 * @complexity O(rows · (k + labels))
 * @see Korsunsky et al. 2019, Nature Methods 16 (Harmony); same values as harmonypy except where points coincide,
 *      where the original may drop a copy instead of the point itself
 */
export function lisi(
  { indices, k }: Neighbours,
  weights: Float64Array,
  codes: CodedLabels['codes'],
  labelCount: number,
): Float64Array {
  const values = new Float64Array(codes.length);
  const shares = new Float64Array(labelCount);
  for (let i = 0, from = 0; i < values.length; i++, from += k) {
    shares.fill(0);
    for (let j = from; j < from + k; j++) shares[codes[indices[j]!]!]! += weights[j]!;
    let simpson = 0;
    for (let c = 0; c < labelCount; c++) simpson += shares[c]! * shares[c]!;
    values[i] = 1 / simpson;
  }
  return values;
}
