import type { FuzzyGraph } from './fuzzy-graph';

/** When the edges of a graph pull in the course of a layout. */
export interface EdgeSchedule {
  /** Where the edges of each point begin; one more than there are points. */
  offsets: Uint32Array;
  others: Uint32Array;
  /** Epochs between two pulls of an edge, at least 1: the largest weight over its own. */
  gaps: Float64Array;
}

/**
 * Every edge pulls in proportion to its weight, the strongest in every epoch; those that would not once are left out.
 *
 * @complexity O(edges)
 */
export function edgeSchedule({ offsets, others, weights }: FuzzyGraph, epochs: number): EdgeSchedule {
  let most = 0;
  for (const weight of weights) most = Math.max(most, weight);
  const kept = { offsets: new Uint32Array(offsets.length), others: new Uint32Array(others.length) };
  const gaps = new Float64Array(others.length);
  let edge = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) {
      if (weights[at]! < most / epochs) continue;
      kept.others[edge] = others[at]!;
      gaps[edge++] = most / weights[at]!;
    }
    kept.offsets[i + 1] = edge;
  }
  return { offsets: kept.offsets, others: kept.others.slice(0, edge), gaps: gaps.slice(0, edge) };
}

/** As many epochs as umap-learn takes: few points need more. */
export const defaultEpochs = (rows: number): number => (rows <= 10_000 ? 500 : 200);
