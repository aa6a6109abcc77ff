import { AppError } from '@/lib/core/errors';
import { dotError, dotProducts, LARGEST_BATCH } from '@/lib/core/linear/dot-products';
import type { Hit, RetrievalMethod, RetrievalQuery } from './method';
import { assertPool } from './pool';
import { kthLargest, orderById, topK } from './top-k';

/**
 * Exact cosine similarity to every memory.
 *
 *   cos(q, m) = q · m / (|q| |m|)
 *
 * A vector of zero norm, or with an entry that is not finite, scores 0. All memories are screened in float32; those
 * that its error bound cannot rule out of the first k are scored again in double precision, so the result is exact.
 *
 * @throws AppError `needs-embeddings` when the pool or a query has no vector
 * @throws RangeError when a query's vector has another length than the memories'
 * @complexity O(queries · rows · dimensions), the pool read once per 64 queries
 */
export const cosine: RetrievalMethod = {
  id: 'cosine',
  label: 'Embedding cosine',
  scoreMeaning: 'cosine similarity, −1 to 1, higher is nearer',
  needsEmbeddings: true,
  index: (pool, unordered) => {
    assertPool(pool);
    const { vectors, dimensions } = pool;
    if (!vectors) throw noVectors('The memories have no embeddings.');
    const rows = orderById(pool.ids, unordered);
    const screen = dotProducts(unitRows(vectors, dimensions), dimensions, rows);
    return (queries, k) => {
      const hits: Hit[][] = [];
      for (let start = 0; start < queries.length; start += LARGEST_BATCH) {
        const batch = queries.slice(start, start + LARGEST_BATCH).map((query) => vectorOf(query, dimensions));
        const units = new Float32Array(batch.length * dimensions);
        for (const [q, vector] of batch.entries()) units.set(unit(vector), q * dimensions);
        const rough = screen(units, batch.length);
        batch.forEach((vector, q) => {
          const own = rough.subarray(q * rows.length, (q + 1) * rows.length);
          const candidates = notRuledOut(own, k, dotError(dimensions));
          const scores = Float64Array.from(candidates, (i) =>
            similarity(vector, vectors, rows[i]! * dimensions),
          );
          hits.push(topK(scores, k).map((c) => ({ memoryIndex: rows[candidates[c]!]!, score: scores[c]! })));
        });
      }
      return hits;
    };
  },
};

/** Positions that may belong to the k largest when each score is known to ± error; ascending. */
function notRuledOut(rough: Float32Array, k: number, error: number): number[] {
  const bar = kthLargest(rough, k) - 2 * error;
  const positions: number[] = [];
  for (let i = 0; i < rough.length; i++) if (rough[i]! >= bar) positions.push(i);
  return positions;
}

function similarity(query: Float32Array, vectors: Float32Array, from: number): number {
  let [dot, ownSquares, otherSquares] = [0, 0, 0];
  for (let j = 0; j < query.length; j++) {
    const [x, y] = [query[j]!, vectors[from + j]!];
    dot += x * y;
    ownSquares += x * x;
    otherSquares += y * y;
  }
  // Two roots, not the root of the product, which can leave the range of numbers.
  const norms = Math.sqrt(ownSquares) * Math.sqrt(otherSquares);
  return norms > 0 && Number.isFinite(norms) ? dot / norms : 0;
}

const known = new WeakMap<Float32Array, Float32Array>();

/** Rows of length 1, or of zeros; kept with the matrix, since every arm of an ablation asks again. */
function unitRows(vectors: Float32Array, dimensions: number): Float32Array {
  let scaled = known.get(vectors);
  if (!scaled) {
    scaled = new Float32Array(vectors.length);
    for (let from = 0; from < vectors.length; from += dimensions) {
      scaled.set(unit(vectors.subarray(from, from + dimensions)), from);
    }
    known.set(vectors, scaled);
  }
  return scaled;
}

function unit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (let j = 0; j < vector.length; j++) squares += vector[j]! * vector[j]!;
  const scale = squares > 0 && Number.isFinite(squares) ? 1 / Math.sqrt(squares) : 0;
  return scale === 0 ? new Float32Array(vector.length) : vector.map((x) => x * scale);
}

function vectorOf({ vector }: RetrievalQuery, dimensions: number): Float32Array {
  if (!vector) throw noVectors('The query has no embedding.');
  if (vector.length !== dimensions) {
    throw new RangeError(`a query of ${vector.length} dimensions against memories of ${dimensions}`);
  }
  return vector;
}

const noVectors = (message: string) =>
  new AppError('needs-embeddings', message, {
    hint: 'Embed the memories with a model whose queries can be embedded here, or retrieve with bm25.',
  });
