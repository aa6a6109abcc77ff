import type { Hit, RetrievalQuery, Search } from './method';

/**
 * What a search finds of the memories that each query allows: the first k of them, which others do not push out.
 *
 * @param total  rows that can be found at all
 * @complexity that of the search, asked again for four times as many while too few are allowed
 */
export function searchAllowed(
  search: Search,
  queries: readonly RetrievalQuery[],
  k: number,
  total: number,
): Hit[][] {
  if (queries.every(({ allows }) => !allows)) return search(queries, k);
  const found = queries.map((): Hit[] => []);
  let open = [...queries.keys()];
  for (let depth = 4 * k; open.length > 0; depth *= 4) {
    const lists = search(
      open.map((q) => queries[q]!),
      Math.min(depth, total),
    );
    open = open.filter((q, i) => {
      const { allows = () => true } = queries[q]!;
      found[q] = lists[i]!.filter(({ memoryIndex }) => allows(memoryIndex)).slice(0, k);
      return found[q].length < k && lists[i]!.length === depth && depth < total;
    });
  }
  return found;
}
