import type { SpaceInput } from './describe-space';
import { planLisi } from './lisi';
import { finiteRows, inGeometry, type Matrix, takeRows, toMatrix } from './matrix';

/** Of LISI, where none is asked for. */
export const defaultPerplexity = 30;

/** The rows that can be measured by a label. */
export const labelledRows = (finite: readonly number[], labels: SpaceInput['labels']): number[] =>
  finite.filter((row) => labels[row] !== null);

/**
 * The search that takes describeSpace longest, that of all memories with a label in the embedding space (Euclidean), so
 * that it can be shared out over threads and given back as `nearest`.
 *
 * @returns the points, rows without a finite vector or a label left out, and how many nearest others of each are asked
 *   for; null where LISI cannot be computed
 */
export function widestSearch(input: SpaceInput): { points: Matrix; k: number } | null {
  const raw = toMatrix(input.vectors, input.rows, input.dimensions);
  const members = labelledRows(finiteRows(raw), input.labels);
  const plan = planLisi(members.length, input.perplexity ?? defaultPerplexity);
  if (!plan) return null;
  const space = inGeometry(raw, input.metric);
  const points = members.length === space.rows ? space : takeRows(space, members);
  return { points, k: plan.neighbours };
}
