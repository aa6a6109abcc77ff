import type { Random } from '@/lib/core/random';
import type { LoggedRetrieval, MemoryRecord } from '@/lib/importers/importer';

const topN = 3;

const wordsOf = (text: string) => text.toLowerCase().match(/[a-z]{3,}/g) ?? [];

type Weights = Map<string, number>;

/** Unit-length tf-idf weights. */
function weigh(words: readonly string[], inverseFrequency: (word: string) => number): Weights {
  const weights: Weights = new Map();
  for (const word of words) weights.set(word, (weights.get(word) ?? 0) + inverseFrequency(word));
  const norm = Math.hypot(...weights.values()) || 1;
  for (const [word, weight] of weights) weights.set(word, weight / norm);
  return weights;
}

function overlap(a: Weights, b: Weights): number {
  let sum = 0;
  for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0);
  return sum;
}

/**
 * A logged retrieval as an agent with an embedding model would have left it: the three closest memories from other
 * benchmarks. Closeness is that of words, spread over the range in which sentence embeddings usually score; no
 * embedding model is needed to make the sample.
 *
 * @param memories of one type
 * @returns a search; ties and small differences are settled by `random`
 */
export function sampleRetrieval(memories: readonly MemoryRecord[]) {
  const words = memories.map((memory) => wordsOf(`${memory.keyText} ${memory.content}`));
  const documentCount = new Map<string, number>();
  for (const list of words) {
    for (const word of new Set(list)) documentCount.set(word, (documentCount.get(word) ?? 0) + 1);
  }
  const inverseFrequency = (word: string) =>
    Math.log(1 + memories.length / (1 + (documentCount.get(word) ?? 0)));
  const weights = words.map((list) => weigh(list, inverseFrequency));

  return (query: string, benchmark: string, random: Random): LoggedRetrieval => {
    const queryWeights = weigh(wordsOf(query), inverseFrequency);
    const hits = memories
      .map((memory, i) => ({
        memory,
        score: 0.22 + 0.55 * overlap(queryWeights, weights[i]!) + 0.06 * random(),
      }))
      .filter(({ memory }) => memory.sourceBenchmark !== benchmark)
      .sort((a, b) => b.score - a.score || (a.memory.externalId < b.memory.externalId ? -1 : 1))
      .slice(0, topN)
      .map(({ memory, score }, i) => ({
        rank: i + 1,
        score: Math.round(score * 1e4) / 1e4,
        memoryExternalId: memory.externalId,
        text: [memory.title, memory.description, memory.content].filter(Boolean).join('\n'),
      }));
    return { query, method: 'cosine', hits };
  };
}
