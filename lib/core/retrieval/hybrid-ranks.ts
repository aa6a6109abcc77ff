import { type Contribution, fused, fusedDepth } from './fused';
import { parameterValues, type RetrievalMethod } from './method';

/**
 * Cosine and BM25 fused by reciprocal ranks: scores of different scales need not be compared.
 *
 *   score = Σ over the two lists of 1 / (c + rank), ranks from 1, over the first 100 of each
 *
 * @complexity that of cosine and BM25
 * @throws AppError `needs-embeddings` when the pool or a query has no vector
 * @see Cormack, Clarke & Büttcher 2009, "Reciprocal rank fusion outperforms Condorcet"
 */
export const hybridRanks: RetrievalMethod = {
  id: 'hybrid-ranks',
  label: 'Hybrid, by reciprocal ranks',
  scoreMeaning: 'sum of 1 / (c + rank) over cosine and BM25, higher is nearer',
  needsEmbeddings: true,
  parameters: {
    constant: {
      label: 'c',
      meaning: `the less does the first rank count above later ones (of ${fusedDepth})`,
      minimum: 1,
      maximum: 1000,
      standard: 60,
    },
  },
  index: (pool, rows, given) => {
    const { constant } = parameterValues(hybridRanks, given) as { constant: number };
    const byRank: Contribution = (list, scores) =>
      list.forEach(({ memoryIndex }, i) => {
        scores.set(memoryIndex, (scores.get(memoryIndex) ?? 0) + 1 / (constant + i + 1));
      });
    return fused(pool, rows, [byRank, byRank]);
  },
};
