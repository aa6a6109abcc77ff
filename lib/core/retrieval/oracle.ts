import type { RetrievalMethod } from './method';
import { orderById, topK } from './top-k';

/**
 * The memories with the greatest measured uplift, whatever the query: a ceiling, since it knows the outcomes that other
 * methods are judged by. Memories that no trial used are never chosen.
 *
 * @complexity O(rows) once; the same answer for every query
 */
export const oracle: RetrievalMethod = {
  id: 'oracle',
  label: 'Oracle, by measured uplift',
  scoreMeaning: 'measured uplift in passed share, −1 to 1, higher is better',
  needsEmbeddings: false,
  index: (pool, unordered) => {
    const rows = orderById(pool.ids, unordered);
    const uplifts = Float64Array.from(rows, (row) => pool.uplifts[row] ?? Number.NEGATIVE_INFINITY);
    return (queries, k) => {
      const best = topK(uplifts, k).map((i) => ({ memoryIndex: rows[i]!, score: uplifts[i]! }));
      return queries.map(() => best.slice());
    };
  },
};
