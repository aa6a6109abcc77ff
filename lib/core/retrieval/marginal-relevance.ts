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

/**
 * Chooses one after another, looking again only at candidates that could still come first: each has a bound, the greatest
 * value that it can still have, and what was chosen since it was last looked at can only lower it.
 *
 * @see Minoux 1978, "Accelerated greedy algorithms for maximizing submodular set functions"
 */
function choose(pool: PoolMatrix, near: readonly Hit[], k: number, lambda: number): Hit[] {
  const bounds = Float64Array.from(near, ({ score }) => lambda * score);
  /** The greatest similarity to the first `seen` of the chosen. */
  const redundancies = new Float64Array(near.length).fill(-1);
  const seen = new Uint32Array(near.length);
  const chosen: Hit[] = [];
  while (chosen.length < k && chosen.length < near.length) {
    const best = firstOf(bounds, near, pool.ids);
    const { memoryIndex, score } = near[best]!;
    if (seen[best]! < chosen.length) {
      // One of the chosen at a time: it may already put another candidate first.
      const next = chosen[seen[best]!++]!;
      const alike = similarityOfRows(pool, memoryIndex, next.memoryIndex);
      redundancies[best] = Math.max(redundancies[best]!, alike);
      bounds[best] = lambda * score - (1 - lambda) * redundancies[best]!;
      continue;
    }
    chosen.push({ memoryIndex, score: bounds[best]! });
    // Beside nothing there is no redundancy; beside something it may be below zero, so that a value may rise this once.
    if (chosen.length === 1)
      near.forEach((hit, i) => {
        bounds[i] = lambda * hit.score + (1 - lambda);
      });
    bounds[best] = TAKEN;
  }
  return chosen;
}

const TAKEN = -Infinity;

/** The position of the greatest bound, ties by memory id. */
function firstOf(bounds: Float64Array, near: readonly Hit[], ids: readonly string[]): number {
  let best = 0;
  for (let i = 1; i < bounds.length; i++) {
    const [own, most] = [bounds[i]!, bounds[best]!];
    if (own < most) continue;
    if (own > most || ids[near[i]!.memoryIndex]! < ids[near[best]!.memoryIndex]!) best = i;
  }
  return best;
}
