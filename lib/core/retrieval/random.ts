import { hashSeed, seededRandom } from '@/lib/core/random';
import type { RetrievalMethod } from './method';
import { orderById, topK } from './top-k';

/**
 * Memories drawn by lot: the yardstick that any other method has to beat.
 *
 * The lots depend on the seed and the query's text alone, so the same task draws the same memories again.
 *
 * @complexity O(rows) a query
 */
export const random: RetrievalMethod = {
  id: 'random',
  label: 'Random',
  scoreMeaning: 'a lot between 0 and 1, without meaning',
  needsEmbeddings: false,
  index: (pool, unordered) => {
    const rows = orderById(pool.ids, unordered);
    return (queries, k) =>
      queries.map(({ text, seed }) => {
        const draw = seededRandom(hashSeed(`${seed}\n${text}`));
        const lots = Float64Array.from(rows, draw);
        return topK(lots, k).map((i) => ({ memoryIndex: rows[i]!, score: lots[i]! }));
      });
  },
};
