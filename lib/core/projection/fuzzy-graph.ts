import type { Neighbours } from './nearest-neighbours';

const TOLERANCE = 1e-5;
const SMALLEST_SHARE = 1e-3;
const BISECTIONS = 64;

/** Which points belong together and how surely: a symmetric matrix of weights in (0, 1], without a diagonal, by rows. */
export interface FuzzyGraph {
  /** Where the edges of each point begin; one more than there are points. */
  offsets: Uint32Array;
  /** Per edge the other point, ascending within a point. */
  others: Uint32Array;
  weights: Float64Array;
}

export interface FuzzyGraphOptions {
  /** Neighbours that count as connected for sure; a fraction is interpolated. */
  localConnectivity?: number;
  /** 1 joins what either side believes, 0 keeps what both do. */
  mixRatio?: number;
}

/** Per point, how its distances become weights: exp(−max(0, d − rho) / sigma). */
export interface DistanceScales {
  sigmas: Float64Array;
  rhos: Float64Array;
}

/**
 * The fuzzy simplicial set of UMAP from each point's nearest others.
 *
 *   a_ij = exp(−max(0, d_ij − rho_i) / sigma_i),   w = m (a + aᵀ − a ∘ aᵀ) + (1 − m) a ∘ aᵀ
 *
 * @param neighbours  the point itself left out
 * @complexity O(rows · k · log k)
 * @see McInnes, Healy & Melville 2018, arXiv:1802.03426, algorithms 2 and 3
 */
export function fuzzyGraph(
  neighbours: Neighbours,
  { localConnectivity = 1, mixRatio = 1 }: FuzzyGraphOptions = {},
): FuzzyGraph {
  const { indices, distances, k } = neighbours;
  const rows = indices.length / k;
  const { sigmas, rhos } = distanceScales(neighbours, localConnectivity);
  const memberships = distances.map((distance, at) => {
    const i = Math.floor(at / k);
    return distance <= rhos[i]! ? 1 : Math.exp(-(distance - rhos[i]!) / sigmas[i]!);
  });
  const { starts, sources, weights } = transpose(indices, memberships, k, rows);
  const offsets = new Uint32Array(rows + 1);
  const others = new Uint32Array(2 * indices.length);
  const mixed = new Float64Array(2 * indices.length);
  // Of the point at hand: what it believes of another, and what the other believes of it.
  const [ours, theirs] = [new Float64Array(rows), new Float64Array(rows)];
  let edge = 0;
  for (let i = 0; i < rows; i++) {
    const first = edge;
    for (let at = i * k; at < (i + 1) * k; at++) {
      ours[indices[at]!] = memberships[at]!;
      others[edge++] = indices[at]!;
    }
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const source = sources[at]!;
      theirs[source] = weights[at]!;
      if (ours[source] === 0) others[edge++] = source;
    }
    others.subarray(first, edge).sort();
    let kept = first;
    for (let at = first; at < edge; at++) {
      const other = others[at]!;
      const both = ours[other]! * theirs[other]!;
      const weight = mixRatio * (ours[other]! + theirs[other]! - both) + (1 - mixRatio) * both;
      ours[other] = 0;
      theirs[other] = 0;
      if (weight === 0) continue;
      others[kept] = other;
      mixed[kept++] = weight;
    }
    edge = kept;
    offsets[i + 1] = edge;
  }
  return { offsets, others: others.slice(0, edge), weights: mixed.slice(0, edge) };
}

/** Who names each point as a neighbour, by the point that is named. */
function transpose(indices: Uint32Array, memberships: Float64Array, k: number, rows: number) {
  const starts = new Uint32Array(rows + 1);
  for (const other of indices) starts[other + 1]!++;
  for (let i = 0; i < rows; i++) starts[i + 1]! += starts[i]!;
  const filled = starts.slice();
  const sources = new Uint32Array(indices.length);
  const weights = new Float64Array(indices.length);
  for (let at = 0; at < indices.length; at++) {
    const to = filled[indices[at]!]!++;
    sources[to] = Math.floor(at / k);
    weights[to] = memberships[at]!;
  }
  return { starts, sources, weights };
}

/**
 * Scales under which the weights of a point's neighbours add up to log2(k + 1).
 *
 * rho is the smallest distance that is not 0, and sigma is found by bisection; it is at least a thousandth of the mean
 * distance. Counts and means include the point itself, at distance 0, as in umap-learn.
 *
 * @complexity O(rows · k · 64)
 */
export function distanceScales({ distances, k }: Neighbours, localConnectivity = 1): DistanceScales {
  const rows = distances.length / k;
  const [sigmas, rhos] = [new Float64Array(rows), new Float64Array(rows)];
  const target = Math.log2(k + 1);
  let total = 0;
  for (const distance of distances) total += distance;
  const meanOfAll = total / (rows * (k + 1));
  for (let i = 0; i < rows; i++) {
    const own = distances.subarray(i * k, (i + 1) * k);
    const rho = connectedDistance(own, localConnectivity);
    rhos[i] = rho;
    let mean = meanOfAll;
    if (rho > 0) {
      let sum = 0;
      for (const distance of own) sum += distance;
      mean = sum / (k + 1);
    }
    sigmas[i] = Math.max(SMALLEST_SHARE * mean, widthFor(own, rho, target));
  }
  return { sigmas, rhos };
}

/** The distance within which a point is connected for sure. */
function connectedDistance(ascending: Float64Array, localConnectivity: number): number {
  let first = 0;
  while (first < ascending.length && ascending[first] === 0) first++;
  const positive = ascending.length - first;
  if (positive === 0) return 0;
  if (positive < localConnectivity) return ascending[ascending.length - 1]!;
  const whole = Math.floor(localConnectivity);
  const fraction = localConnectivity - whole;
  const below = whole > 0 ? ascending[first + whole - 1]! : 0;
  return fraction > TOLERANCE ? below + fraction * (ascending[first + whole]! - below) : below;
}

function widthFor(distances: Float64Array, rho: number, target: number): number {
  let [width, low, high] = [1, 0, Infinity];
  for (let step = 0; step < BISECTIONS; step++) {
    let sum = 0;
    for (let j = 0; j < distances.length; j++) {
      const further = distances[j]! - rho;
      sum += further > 0 ? Math.exp(-further / width) : 1;
    }
    if (Math.abs(sum - target) < TOLERANCE) break;
    if (sum > target) {
      high = width;
      width = (low + high) / 2;
    } else {
      low = width;
      width = high === Infinity ? width * 2 : (low + high) / 2;
    }
  }
  return width;
}
