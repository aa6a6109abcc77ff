import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bm25, bm25Defaults } from '@/lib/core/retrieval/bm25';
import { testPool } from '@/lib/core/retrieval/test-pool';
import { tokenise } from '@/lib/core/retrieval/tokens';
import { documents } from './data';
import { measure, mustAgree, printMachine, printResult } from './measure';
import { startPython, takeTurns } from './python-yardstick';

/**
 * BM25 top 10 over 20,000 documents of 40 to 80 words, 1,000 queries of 8 words, against a loop over all documents and
 * against what rank_bm25 does, in Python with numpy.
 */
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

const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
const [given, written] = [path.join(folder, 'given.json'), path.join(folder, 'scores')];
const few = queries.slice(0, sample);
const words = { documents: texts.map(tokenise), queries: few.map(({ text }) => tokenise(text)) };
writeFileSync(given, JSON.stringify({ ...words, ...bm25Defaults }));
const python = await startPython('bm25-numpy.py', [given, written]);
if (python) {
  const theirs = new Float64Array(new Uint8Array(readFileSync(written)).buffer);
  // Every document that shares a word with the query, not only the best; all others must score 0 there.
  search(few, count).forEach((hits, q) => {
    const rest = theirs.slice(q * count, (q + 1) * count);
    for (const hit of hits) {
      mustAgree('scores', Math.abs(hit.score - rest[hit.memoryIndex]!), 1e-9);
      rest[hit.memoryIndex] = 0;
    }
    mustAgree('scores of documents left out', Math.max(...rest.map(Math.abs)), 0);
  });
  const { ours, theirs: ms } = await takeTurns(() => search(queries, k), python.turn, 3);
  const all = (ms * queryCount) / sample;
  printResult('the same', ours, `rank_bm25's way in Python with numpy (${sample} queries, scaled up)`, all);
  console.log(`that is ${(all / ours).toFixed(0)} times as fast`);
  python.close();
} else console.log('numpy is not here: left out');
rmSync(folder, { recursive: true });
