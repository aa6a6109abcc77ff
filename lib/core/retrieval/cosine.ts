import { AppError } from '@/lib/core/errors';
import { quantisedOf } from '@/lib/core/linear/quantised-rows';
import type { RetrievalMethod, RetrievalQuery } from './method';
import { nearestRows } from './nearest-rows';
import { assertPool } from './pool';
import { orderById } from './top-k';

/**
 * Exact cosine similarity to every memory; see nearestRows.
 *
 * @throws AppError `needs-embeddings` when the pool or a query has no vector
 * @throws RangeError when a query's vector has another length than the memories'
 * @complexity O(queries · rows · dimensions)
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
    const quantised = quantisedOf(vectors, dimensions);
    return (asked, k) => {
      const queries = new Float32Array(asked.length * dimensions);
      asked.forEach((query, q) => {
        queries.set(vectorOf(query, dimensions), q * dimensions);
      });
      const found = nearestRows({ vectors, columns: dimensions, quantised, rows, queries, k });
      return asked.map((_, q) =>
        Array.from({ length: found.width }, (_, rank) => ({
          memoryIndex: found.rows[q * found.width + rank]!,
          score: found.cosines[q * found.width + rank]!,
        })),
      );
    };
  },
};

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
