import { bm25 } from './bm25';
import { cosine } from './cosine';
import type { Hit, RetrievalQuery, Search } from './method';
import type { PoolMatrix } from './pool';
import { searchAllowed } from './search-allowed';
import { orderById, topK } from './top-k';

/**
 * How deep the lists are that are fused. Fixed, so that asking for more memories never changes the first of them; a
 * memory beyond it in both lists could not come among the first hundred.
 */
export const fusedDepth = 100;

/** Adds to `scores` what one list says of its memories. */
export type Contribution = (list: readonly Hit[], scores: Map<number, number>) => void;

/**
 * Fuses what cosine and BM25 find for the same queries.
 *
 * @param contribute  of cosine's and of BM25's list, in this order
 */
export function fused(
  pool: PoolMatrix,
  unordered: Uint32Array,
  contribute: readonly [Contribution, Contribution],
): Search {
  const rows = orderById(pool.ids, unordered);
  const searches = [cosine.index(pool, rows), bm25.index(pool, rows)];
  const positionOf = new Map(Array.from(rows, (row, position) => [row, position]));
  return (queries: readonly RetrievalQuery[], k: number) => {
    const found = searches.map((search) => searchAllowed(search, queries, fusedDepth, rows.length));
    return queries.map((_, q) => {
      const scores = new Map<number, number>();
      contribute.forEach((add, list) => {
        add(found[list]![q]!, scores);
      });
      // Ties are broken by id, which is the order of positions.
      const listed = [...scores.keys()].sort((a, b) => positionOf.get(a)! - positionOf.get(b)!);
      const values = Float64Array.from(listed, (row) => scores.get(row)!);
      return topK(values, k).map((i) => ({ memoryIndex: listed[i]!, score: values[i]! }));
    });
  };
}
