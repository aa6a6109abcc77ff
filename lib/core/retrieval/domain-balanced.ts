import { cosine } from './cosine';
import { type Hit, parameterValues, type RetrievalMethod } from './method';

/**
 * The nearest memories by cosine, but at most m of each source benchmark; memories of unknown origin count as one.
 *
 * @throws AppError `needs-embeddings` when the pool or a query has no vector
 * @complexity that of cosine, asked again for twice as many while benchmarks are full
 */
export const domainBalanced: RetrievalMethod = {
  id: 'domain-balanced',
  label: 'Cosine, balanced over domains',
  scoreMeaning: 'cosine similarity, −1 to 1, higher is nearer',
  needsEmbeddings: true,
  parameters: {
    perBenchmark: {
      label: 'per benchmark',
      meaning: 'the more memories may come from one source benchmark',
      minimum: 1,
      maximum: 100,
      standard: 1,
      whole: true,
    },
  },
  index: (pool, rows, given) => {
    const { perBenchmark } = parameterValues(domainBalanced, given) as { perBenchmark: number };
    const search = cosine.index(pool, rows);
    const balanced = (ranking: readonly Hit[], k: number): Hit[] => {
      const counts = new Map<string | null, number>();
      const kept: Hit[] = [];
      for (const hit of ranking) {
        if (kept.length === k) break;
        const benchmark = pool.benchmarks[hit.memoryIndex]!;
        const count = counts.get(benchmark) ?? 0;
        if (count === perBenchmark) continue;
        counts.set(benchmark, count + 1);
        kept.push(hit);
      }
      return kept;
    };
    const places = new Set(Array.from(rows, (row) => pool.benchmarks[row])).size * perBenchmark;
    return (queries, k) => {
      const wanted = Math.min(k, places, rows.length);
      const lists = queries.map((): Hit[] => []);
      let open = [...queries.keys()];
      for (let depth = Math.max(64, 2 * k); open.length > 0; depth *= 2) {
        const rankings = search(
          open.map((q) => queries[q]!),
          Math.min(depth, rows.length),
        );
        open.forEach((q, i) => {
          const { allows = () => true } = queries[q]!;
          const allowed = rankings[i]!.filter(({ memoryIndex }) => allows(memoryIndex));
          lists[q] = balanced(allowed, k);
        });
        open = depth >= rows.length ? [] : open.filter((q) => lists[q]!.length < wanted);
      }
      return lists;
    };
  },
};
