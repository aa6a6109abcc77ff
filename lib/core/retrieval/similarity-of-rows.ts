import type { PoolMatrix } from './pool';

const known = new WeakMap<Float32Array, Float64Array>();

/** Euclidean lengths of a pool's vectors; kept with the matrix. */
function lengthsOf(vectors: Float32Array, dimensions: number): Float64Array {
  let lengths = known.get(vectors);
  if (!lengths) {
    lengths = new Float64Array(dimensions > 0 ? vectors.length / dimensions : 0);
    for (let row = 0; row < lengths.length; row++)
      lengths[row] = Math.sqrt(dot(vectors, dimensions, row, row));
    known.set(vectors, lengths);
  }
  return lengths;
}

/** Four sums side by side, which the processor need not wait for one after another. */
function dot(vectors: Float32Array, dimensions: number, first: number, second: number): number {
  const [a, b] = [first * dimensions, second * dimensions];
  let [w, x, y, z] = [0, 0, 0, 0];
  let j = 0;
  for (; j + 3 < dimensions; j += 4) {
    w += vectors[a + j]! * vectors[b + j]!;
    x += vectors[a + j + 1]! * vectors[b + j + 1]!;
    y += vectors[a + j + 2]! * vectors[b + j + 2]!;
    z += vectors[a + j + 3]! * vectors[b + j + 3]!;
  }
  for (; j < dimensions; j++) w += vectors[a + j]! * vectors[b + j]!;
  return w + x + y + z;
}

/**
 * Cosine similarity of two memories of a pool, −1 to 1; 0 where a vector is zero or not finite.
 *
 * @throws RangeError when the pool has no vectors
 * @complexity O(dimensions); lengths are computed once per pool
 */
export function similarityOfRows({ vectors, dimensions }: PoolMatrix, first: number, second: number): number {
  if (!vectors) throw new RangeError('the pool has no vectors');
  const lengths = lengthsOf(vectors, dimensions);
  const norms = lengths[first]! * lengths[second]!;
  return norms > 0 && Number.isFinite(norms) ? dot(vectors, dimensions, first, second) / norms : 0;
}
