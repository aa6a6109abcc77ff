import { type Contribution, fused, fusedDepth } from './fused';
import { parameterValues, type RetrievalMethod } from './method';

/**
 * Cosine and BM25 fused by scores that are brought to one scale.
 *
 *   score = w · norm(cosine) + (1 − w) · norm(BM25),  norm(s) = (s − min) / (max − min) over the first 100 of a list
 *
 * A memory that is not in a list gets nothing from it; where all scores of a list are equal, each counts as 1.
 *
 * @complexity that of cosine and BM25
 * @throws AppError `needs-embeddings` when the pool or a query has no vector
 * @see Bruch, Gai & Ingber 2023, "An analysis of fusion functions for hybrid retrieval" (convex combination)
 */
export const hybridScores: RetrievalMethod = {
  id: 'hybrid-scores',
  label: 'Hybrid, by normalised scores',
  scoreMeaning: 'weighted sum of cosine and BM25, each brought to 0 to 1, higher is nearer',
  needsEmbeddings: true,
  parameters: {
    weight: {
      label: 'weight of cosine',
      meaning: `the more does cosine count against BM25 (over the first ${fusedDepth} of each)`,
      minimum: 0,
      maximum: 1,
      standard: 0.5,
    },
  },
  index: (pool, rows, given) => {
    const { weight } = parameterValues(hybridScores, given) as { weight: number };
    const weighted =
      (share: number): Contribution =>
      (list, scores) => {
        const [highest, lowest] = [list[0]?.score ?? 0, list.at(-1)?.score ?? 0];
        for (const { memoryIndex, score } of list) {
          const normalised = highest > lowest ? (score - lowest) / (highest - lowest) : 1;
          scores.set(memoryIndex, (scores.get(memoryIndex) ?? 0) + share * normalised);
        }
      };
    return fused(pool, rows, [weighted(weight), weighted(1 - weight)]);
  },
};
