import { bm25, bm25Defaults } from '@/lib/core/retrieval/bm25';
import { testPool } from '@/lib/core/retrieval/test-pool';
import { tokenise } from '@/lib/core/retrieval/tokens';
import { documents } from './data';
import { measure, mustAgree, printMachine, printResult } from './measure';

/** BM25 top 10 over 20,000 documents of 40 to 80 words, queries of 8 words, against a loop over all documents. */
const [count, queryCount, k] = [20_000, 1_000, 10];
const texts = documents(count, 40, 80, 1);
const queries = documents(queryCount, 8, 8, 2).map((text) => ({ text, vector: null, seed: 1 }));
const pool = testPool({ ids: texts.map((_, i) => String(i).padStart(6, '0')), texts });
const everyRow = Uint32Array.from(texts.keys());

printMachine();
const indexing = performance.now();
const search = bm25.index(pool, everyRow);
console.log(`bm25 index of ${count} documents: ${(performance.now() - indexing).toFixed(0)} ms, once`);
const ours = measure(() => search(queries, k));

/** As the usual Python library does it: for each word of the query, look at every document. */
const { k1, b, epsilon } = bm25Defaults;
const frequencies = texts.map((text) => {
  const counts = new Map<string, number>();
  for (const token of tokenise(text)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
});
const lengths = texts.map((text) => tokenise(text).length);
const meanLength = lengths.reduce((a, c) => a + c, 0) / count;
const holders = new Map<string, number>();
for (const document of frequencies)
  for (const token of document.keys()) holders.set(token, (holders.get(token) ?? 0) + 1);
const rawIdf = new Map(
  [...holders].map(([token, f]) => [token, Math.log(count - f + 0.5) - Math.log(f + 0.5)]),
);
const meanIdf = [...rawIdf.values()].reduce((a, c) => a + c, 0) / rawIdf.size;

function plainScores(query: string): Float64Array {
  const scores = new Float64Array(count);
  for (const token of tokenise(query)) {
    const raw = rawIdf.get(token) ?? 0;
    const idf = raw < 0 ? epsilon * meanIdf : raw;
    frequencies.forEach((document, i) => {
      const tf = document.get(token) ?? 0;
      scores[i]! += (idf * (tf * (k1 + 1))) / (tf + k1 * (1 - b + (b * lengths[i]!) / meanLength));
    });
  }
  return scores;
}
const sample = 20;
const plain = measure(() => {
  for (const { text } of queries.slice(0, sample)) {
    const scores = plainScores(text);
    Array.from(scores.keys())
      .sort((x, y) => scores[y]! - scores[x]! || x - y)
      .slice(0, k);
  }
});
search(queries.slice(0, sample), k).forEach((hits, q) => {
  const scores = plainScores(queries[q]!.text);
  for (const hit of hits) mustAgree('scores', Math.abs(hit.score - scores[hit.memoryIndex]!), 1e-9);
});
printResult(
  `bm25 top ${k}, ${queryCount} queries x ${count} documents`,
  ours,
  'loop over all documents',
  (plain * queryCount) / sample,
);
