import { abstractionIndex } from './abstraction-index';
import { codeLabels } from './labels';
import { finiteRows, type Matrix, takeRows, toMatrix, unitRows } from './matrix';

export interface IndexInput {
  /** rows × dimensions, row-major. */
  vectors: Float32Array;
  rows: number;
  dimensions: number;
  /** The benchmark of each memory; null when nobody knows. */
  labels: readonly (string | null)[];
  seed: number;
}

/**
 * The abstraction index of every memory of a pool under the cosine metric, without the other measures of its space.
 *
 * @returns per memory a proportion, or null without a finite vector, without a benchmark, or where abstractionIndex has none
 * @throws RangeError when vectors or labels do not fill the rows
 * @complexity as abstractionIndex
 */
export function indexMemories({ vectors, rows, dimensions, labels, seed }: IndexInput): (number | null)[] {
  if (labels.length !== rows) throw new RangeError(`${labels.length} labels for ${rows} memories`);
  const raw = toMatrix(vectors, rows, dimensions);
  const usable = finiteRows(raw).filter((row) => labels[row] !== null);
  return indexUsable(unitRows(raw), usable, labels, seed);
}

/** One set of centroids for all memories, so that the types are judged by the same yardstick. */
export function indexUsable(
  space: Matrix,
  usable: readonly number[],
  labels: readonly (string | null)[],
  seed: number,
): (number | null)[] {
  const abstraction = new Array<number | null>(space.rows).fill(null);
  const coded = codeLabels(usable.map((row) => labels[row]!));
  abstractionIndex(takeRows(space, usable), coded, seed).forEach((value, i) => {
    abstraction[usable[i]!] = value;
  });
  return abstraction;
}
