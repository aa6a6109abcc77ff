import { parameterValues, type RetrievalMethod } from './method';
import { assertPool } from './pool';
import { type TokenisedTexts, tokenise, tokeniseAll } from './tokens';
import { orderById, topK } from './top-k';

interface Bm25Parameters {
  k1: number;
  b: number;
  epsilon: number;
}

export const bm25Defaults: Bm25Parameters = { k1: 1.5, b: 0.75, epsilon: 0.25 };

/**
 * Okapi BM25 over the memories' key texts, with an inverted index.
 *
 *   score = Σ over query tokens of idf · tf (k1 + 1) / (tf + k1 (1 − b + b |d| / avgdl))
 *   idf   = ln(N − f + ½) − ln(f + ½), floored at ε · mean idf
 *
 * Repeated query tokens count each time. Only memories that share a term with the query are returned, so there may be
 * fewer than k; a score may be 0 or negative where a term is in most memories.
 *
 * @complexity O(tokens) to index, O(postings of the query's terms + rows) a query
 * @see Robertson & Zaragoza 2009; the floor is that of rank_bm25
 */
export const bm25: RetrievalMethod = {
  id: 'bm25',
  label: 'BM25',
  scoreMeaning: 'BM25 score, unbounded, higher is nearer',
  needsEmbeddings: false,
  parameters: {
    k1: {
      label: 'k1',
      meaning: 'the later do repeated words stop counting',
      minimum: 0,
      maximum: 10,
      standard: bm25Defaults.k1,
    },
    b: {
      label: 'b',
      meaning: 'the more are long texts marked down',
      minimum: 0,
      maximum: 1,
      standard: bm25Defaults.b,
    },
    epsilon: {
      label: 'ε',
      meaning: 'the more does a word count that most memories have',
      minimum: 0,
      maximum: 1,
      standard: bm25Defaults.epsilon,
    },
  },
  index: (pool, unordered, given) => {
    assertPool(pool);
    const { k1, b, epsilon } = parameterValues(bm25, given) as unknown as Bm25Parameters;
    const rows = orderById(pool.ids, unordered);
    const texts = tokeniseAll(pool.texts);
    const { starts, documents, weights } = invert(texts, rows, { k1, b, epsilon });
    const scores = new Float64Array(rows.length);
    return (queries, k) =>
      queries.map(({ text }) => {
        scores.fill(-Infinity);
        for (const token of tokenise(text)) {
          const term = texts.terms.get(token);
          if (term === undefined) continue;
          for (let p = starts[term]!; p < starts[term + 1]!; p++) {
            const document = documents[p]!;
            const before = scores[document]!;
            scores[document] = (before === -Infinity ? 0 : before) + weights[p]!;
          }
        }
        return topK(scores, k).map((i) => ({ memoryIndex: rows[i]!, score: scores[i]! }));
      });
  },
};

/** For each term the documents that hold it, and what it adds to their scores. */
interface InvertedIndex {
  /** Postings of term t lie at starts[t] to starts[t + 1]. */
  starts: Uint32Array;
  documents: Uint32Array;
  weights: Float64Array;
}

function invert(texts: TokenisedTexts, rows: Uint32Array, { k1, b, epsilon }: Bm25Parameters): InvertedIndex {
  const termCount = texts.terms.size;
  const frequencies = Array.from(rows, (row) => termFrequencies(texts.documents[row]!));
  const starts = new Uint32Array(termCount + 1);
  for (const document of frequencies) for (const term of document.keys()) starts[term + 1]!++;
  const idf = inverseFrequencies(starts.subarray(1), rows.length, epsilon);
  for (let term = 0; term < termCount; term++) starts[term + 1]! += starts[term]!;

  const lengths = Array.from(rows, (row) => texts.documents[row]!.length);
  const meanLength = lengths.reduce((a, c) => a + c, 0) / lengths.length;
  const next = starts.slice();
  const documents = new Uint32Array(starts[termCount]!);
  const weights = new Float64Array(documents.length);
  frequencies.forEach((document, i) => {
    const damping = k1 * (1 - b + (b * lengths[i]!) / meanLength);
    for (const [term, tf] of document) {
      const at = next[term]!++;
      documents[at] = i;
      weights[at] = (idf[term]! * (tf * (k1 + 1))) / (tf + damping);
    }
  });
  return { starts, documents, weights };
}

function termFrequencies(document: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const term of document) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** @param documentCounts per term the number of documents that hold it; 0 for terms of other parts of the pool */
function inverseFrequencies(documentCounts: Uint32Array, documents: number, epsilon: number): Float64Array {
  const raw = Float64Array.from(documentCounts, (f) => Math.log(documents - f + 0.5) - Math.log(f + 0.5));
  let [total, terms] = [0, 0];
  documentCounts.forEach((f, term) => {
    if (f === 0) return;
    total += raw[term]!;
    terms++;
  });
  const floor = (epsilon * total) / Math.max(1, terms);
  return raw.map((idf) => (idf < 0 ? floor : idf));
}
