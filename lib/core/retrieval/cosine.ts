import { AppError } from '@/lib/core/errors';
import type { Hit, RetrievalMethod } from './method';
import { assertPool } from './pool';
import { orderById, topK } from './top-k';

/** Queries scored in one pass over the pool. */
const BATCH = 64;

/**
 * Exact cosine similarity to every memory, accumulated in double precision.
 *
 *   cos(q, m) = q · m / (|q| |m|)
 *
 * A vector of zero norm, or with an entry that is not finite, scores 0.
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
    const scales = inverseNorms(vectors, dimensions);
    return (queries, k) => {
      const hits: Hit[][] = [];
      for (let start = 0; start < queries.length; start += BATCH) {
        const batch = queries.slice(start, start + BATCH).map(({ vector }) => unit(vector, dimensions));
        for (const scores of scoreBatch(batch, vectors, dimensions, rows, scales)) {
          hits.push(topK(scores, k).map((i) => ({ memoryIndex: rows[i]!, score: scores[i]! })));
        }
      }
      return hits;
    };
  },
};

/** Dot products of unit queries with scaled rows: four queries a pass, so that each number of the pool is read once for four. */
function scoreBatch(
  queries: Float64Array[],
  vectors: Float32Array,
  dimensions: number,
  rows: Uint32Array,
  scales: Float64Array,
): Float64Array[] {
  const scores = queries.map(() => new Float64Array(rows.length));
  for (let q = 0; q < queries.length; q += 4) {
    // The last group repeats its last query into the spare places.
    const pick = (i: number) => Math.min(q + i, queries.length - 1);
    const [a, b, c, d] = [queries[pick(0)]!, queries[pick(1)]!, queries[pick(2)]!, queries[pick(3)]!];
    const [outA, outB, outC, outD] = [scores[pick(0)]!, scores[pick(1)]!, scores[pick(2)]!, scores[pick(3)]!];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const scale = scales[row]!;
      if (scale === 0) continue;
      const from = row * dimensions;
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      for (let j = 0; j < dimensions; j++) {
        const x = vectors[from + j]!;
        sumA += x * a[j]!;
        sumB += x * b[j]!;
        sumC += x * c[j]!;
        sumD += x * d[j]!;
      }
      outA[i] = sumA * scale;
      outB[i] = sumB * scale;
      outC[i] = sumC * scale;
      outD[i] = sumD * scale;
    }
  }
  return scores;
}

const known = new WeakMap<Float32Array, Float64Array>();

/** 1/|row|, and 0 where that means nothing. Kept with the matrix, since every arm of an ablation asks again. */
function inverseNorms(vectors: Float32Array, dimensions: number): Float64Array {
  let scales = known.get(vectors);
  if (!scales) {
    scales = new Float64Array(dimensions > 0 ? vectors.length / dimensions : 0);
    for (let row = 0; row < scales.length; row++) {
      scales[row] = inverseNorm(vectors.subarray(row * dimensions, (row + 1) * dimensions));
    }
    known.set(vectors, scales);
  }
  return scales;
}

function inverseNorm(vector: Float32Array): number {
  let squares = 0;
  for (let j = 0; j < vector.length; j++) squares += vector[j]! * vector[j]!;
  return squares > 0 && Number.isFinite(squares) ? 1 / Math.sqrt(squares) : 0;
}

function unit(vector: Float32Array | null, dimensions: number): Float64Array {
  if (!vector) throw noVectors('The query has no embedding.');
  if (vector.length !== dimensions) {
    throw new RangeError(`a query of ${vector.length} dimensions against memories of ${dimensions}`);
  }
  const scale = inverseNorm(vector);
  return Float64Array.from(vector, (x) => (scale === 0 ? 0 : x * scale));
}

const noVectors = (message: string) =>
  new AppError('needs-embeddings', message, {
    hint: 'Embed the memories with a model whose queries can be embedded here, or retrieve with bm25.',
  });
