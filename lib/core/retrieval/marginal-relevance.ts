import { cosine } from './cosine';
import { type Hit, parameterValues, type RetrievalMethod } from './method';
import type { PoolMatrix } from './pool';
import { similarityOfRows } from './similarity-of-rows';

/** How many of the nearest memories are chosen from: fixed, so that a longer list begins as a shorter. */
const candidates = 100;

/**
 * Maximal marginal relevance: memories near the query, each unlike those chosen before it.
 *
 *   next = argmax over candidates of λ cos(q, m) − (1 − λ) max over chosen c of cos(m, c)
 *
 * The candidates are the 100 nearest by cosine. The score is the value at which a memory was chosen.
 *
 * @throws AppError `needs-embeddings` when the pool or a query has no vector
 * @complexity that of cosine, and O(k · candidates · dimensions) a query
 * @see Carbonell & Goldstein 1998, "The use of MMR"
 */
export const marginalRelevance: RetrievalMethod = {
  id: 'marginal-relevance',
  label: 'Maximal marginal relevance',
  scoreMeaning: 'relevance less redundancy when chosen, at most λ, higher is better',
  needsEmbeddings: true,
  parameters: {
    lambda: {
      label: 'λ',
      meaning: 'the more does nearness count against being unlike the others',
      minimum: 0,
      maximum: 1,
      standard: 0.7,
    },
  },
  index: (pool, rows, given) => {
    const { lambda } = parameterValues(marginalRelevance, given) as { lambda: number };
    const search = cosine.index(pool, rows);
    return (queries, k) => search(queries, candidates).map((near) => choose(pool, near, k, lambda));
  },
};

function choose(pool: PoolMatrix, near: readonly Hit[], k: number, lambda: number): Hit[] {
  const left = near.map(({ memoryIndex, score }) => ({ memoryIndex, relevance: score, redundancy: 0 }));
  const chosen: Hit[] = [];
  while (chosen.length < k && left.length > 0) {
    const values = left.map(({ relevance, redundancy }) => lambda * relevance - (1 - lambda) * redundancy);
    let best = 0;
    for (let i = 1; i < left.length; i++) {
      const ahead = values[i]! - values[best]!;
      if (ahead > 0 || (ahead === 0 && pool.ids[left[i]!.memoryIndex]! < pool.ids[left[best]!.memoryIndex]!))
        best = i;
    }
    const { memoryIndex } = left.splice(best, 1)[0]!;
    for (const one of left) {
      const alike = similarityOfRows(pool, one.memoryIndex, memoryIndex);
      one.redundancy = chosen.length === 0 ? alike : Math.max(one.redundancy, alike);
    }
    chosen.push({ memoryIndex, score: values[best]! });
  }
  return chosen;
}
