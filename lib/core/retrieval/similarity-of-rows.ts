import type { PoolMatrix } from './pool';

/**
 * Cosine similarity of two memories of a pool, −1 to 1; 0 where a vector is zero or not finite.
 *
 * @throws RangeError when the pool has no vectors
 * @complexity O(dimensions)
 */
export function similarityOfRows({ vectors, dimensions }: PoolMatrix, first: number, second: number): number {
  if (!vectors) throw new RangeError('the pool has no vectors');
  let [dot, firstSquares, secondSquares] = [0, 0, 0];
  for (let j = 0; j < dimensions; j++) {
    const x = vectors[first * dimensions + j]!;
    const y = vectors[second * dimensions + j]!;
    dot += x * y;
    firstSquares += x * x;
    secondSquares += y * y;
  }
  const norms = Math.sqrt(firstSquares) * Math.sqrt(secondSquares);
  return norms > 0 && Number.isFinite(norms) ? dot / norms : 0;
}
