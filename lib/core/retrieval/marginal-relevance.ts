import { cosine } from './cosine';
import { type Hit, parameterValues, type RetrievalMethod } from './method';
import type { PoolMatrix } from './pool';
import { searchAllowed } from './search-allowed';
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
    return (queries, k) =>
      searchAllowed(search, queries, candidates, rows.length).map((near) => choose(pool, near, k, lambda));
  },
};

/** A candidate with the greatest value it can still have: what was chosen since it was last looked at can only lower it. */
interface Candidate extends Hit {
  bound: number;
  /** The greatest similarity to the first `seen` chosen memories. */
  redundancy: number;
  seen: number;
}

/**
 * Chooses one after another, looking again only at candidates that could still come first.
 *
 * @see Minoux 1978, "Accelerated greedy algorithms for maximizing submodular set functions"
 */
function choose(pool: PoolMatrix, near: readonly Hit[], k: number, lambda: number): Hit[] {
  const left = near.map((hit): Candidate => ({ ...hit, bound: lambda * hit.score, redundancy: -1, seen: 0 }));
  const chosen: Hit[] = [];
  while (chosen.length < k && left.length > 0) {
    const best = firstOf(left, pool.ids);
    const candidate = left[best]!;
    if (candidate.seen < chosen.length) {
      for (; candidate.seen < chosen.length; candidate.seen++) {
        const alike = similarityOfRows(pool, candidate.memoryIndex, chosen[candidate.seen]!.memoryIndex);
        candidate.redundancy = Math.max(candidate.redundancy, alike);
      }
      candidate.bound = lambda * candidate.score - (1 - lambda) * candidate.redundancy;
      continue;
    }
    left.splice(best, 1);
    chosen.push({ memoryIndex: candidate.memoryIndex, score: candidate.bound });
    // Beside nothing there is no redundancy; beside something it may be below zero, so that a value may rise this once.
    if (chosen.length === 1) for (const one of left) one.bound = lambda * one.score + (1 - lambda);
  }
  return chosen;
}

/** The position of the greatest bound, ties by memory id. */
function firstOf(candidates: readonly Candidate[], ids: readonly string[]): number {
  let best = 0;
  for (let i = 1; i < candidates.length; i++) {
    const ahead = candidates[i]!.bound - candidates[best]!.bound;
    if (ahead > 0 || (ahead === 0 && ids[candidates[i]!.memoryIndex]! < ids[candidates[best]!.memoryIndex]!))
      best = i;
  }
  return best;
}
