import { distanceCurve } from './distance-curve';
import { edgeSchedule } from './edge-schedule';
import { ExactDistances } from './exact-distances';
import { distanceScales } from './fuzzy-graph';
import { LayoutEpochs } from './layout-epochs';
import type { Rows } from './matrix';
import { NearestList } from './nearest-list';
import { squaredLengths } from './neighbour-space';
import type { UmapParameters } from './umap';

/** Epochs in which new points settle. */
const EPOCHS = 100;
/** Vectors no further apart than this share of their length are the same but for rounding. */
const SAME = 1e-6;

export interface TransformInput {
  /** What the map shows, finite. */
  known: Rows;
  /** Where, known rows × components. */
  places: Float32Array;
  /** New points, finite, of as many columns. */
  added: Rows;
  parameters: UmapParameters;
}

/**
 * Places new points on an existing map, which stays as it is: each begins at the mean of its nearest known points, by their
 * weights in UMAP's graph, and then moves by UMAP's forces to them. A copy of a known point takes that point's place.
 *
 * @returns added rows × components
 * @throws RangeError when columns differ, or there are no known points
 * @complexity O(added · known · columns)
 * @see McInnes, Healy & Melville 2018, arXiv:1802.03426 (umap-learn's transform)
 */
export function transformPoints({ known, places, added, parameters }: TransformInput): Float32Array {
  const { components = 2, metric, minDist, spread, seed, neighbors } = parameters;
  if (known.columns !== added.columns || known.rows === 0) {
    throw new RangeError(
      `${added.rows} x ${added.columns} points for a map of ${known.rows} x ${known.columns}`,
    );
  }
  const k = Math.min(neighbors, known.rows);
  const near = nearestKnown(known, added, k, metric);
  // Without a neighbour that is connected for sure, as umap-learn has it for new points.
  const { sigmas } = distanceScales(near, 0);
  const rows = known.rows + added.rows;
  const graph = {
    offsets: new Uint32Array(rows + 1),
    others: near.indices,
    weights: near.distances.map((distance, at) =>
      Math.exp(-distance / Math.max(sigmas[Math.floor(at / k)]!, 1e-12)),
    ),
  };
  for (let i = 0; i < added.rows; i++) graph.offsets[known.rows + i + 1] = (i + 1) * k;
  const start = new Float32Array(rows * components);
  start.set(places);
  for (let i = 0; i < added.rows; i++) {
    let total = 0;
    for (let at = i * k; at < (i + 1) * k; at++) total += graph.weights[at]!;
    for (let at = i * k; at < (i + 1) * k; at++) {
      const share = total > 0 ? graph.weights[at]! / total : 1 / k;
      for (let c = 0; c < components; c++) {
        start[(known.rows + i) * components + c]! += share * places[near.indices[at]! * components + c]!;
      }
    }
  }
  const layout = new LayoutEpochs({
    schedule: edgeSchedule(graph, EPOCHS),
    curve: distanceCurve(minDist, spread),
    start,
    components,
    epochs: EPOCHS,
    seed,
    firstMoved: known.rows,
    rate: 0.25,
  });
  for (let epoch = 0; epoch < EPOCHS; epoch++) layout.run(epoch);
  const placed = layout.positions().slice(known.rows * components);
  for (let i = 0; i < added.rows; i++) {
    // Of directions that far apart, 1 − cos is half the square of it.
    const most = metric === 'cosine' ? SAME ** 2 / 2 : SAME * Math.sqrt(near.squares[i]!);
    if (near.distances[i * k]! > most) continue;
    const from = near.indices[i * k]! * components;
    placed.set(places.subarray(from, from + components), i * components);
  }
  return placed;
}

/** Of each new point the nearest known ones, and its squared length. */
function nearestKnown(known: Rows, added: Rows, k: number, metric: UmapParameters['metric']) {
  const asked = { values: added.values, squares: squaredLengths(added) };
  const exact = new ExactDistances({ ...known, metric, squares: squaredLengths(known) }, asked);
  const candidates = Uint32Array.from({ length: known.rows }, (_, i) => i);
  const near = {
    indices: new Uint32Array(added.rows * k),
    distances: new Float64Array(added.rows * k),
    k,
    squares: asked.squares,
  };
  for (let i = 0; i < added.rows; i++) exact.offerAll(i, candidates, new NearestList(near, i * k, k));
  return near;
}
