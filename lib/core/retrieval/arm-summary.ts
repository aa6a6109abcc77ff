import { estimateTokens } from '@/lib/core/estimate-tokens';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { ArmTaskResult } from './ablation';
import { type Asked, addAsked, askedNothing } from './asked';
import { type Distribution, distributionOf } from './distribution';
import { entropy } from './entropy';
import { isSuspect } from './leakage';
import type { PoolMatrix } from './pool';
import { promptBlock, promptMemory } from './prompt-block';
import type { RetrievalSetting } from './setting';
import { similarityOfRows } from './similarity-of-rows';

/** What is known of the memories that are summed up. */
export interface PoolFacts {
  pool: PoolMatrix;
  /** Abstraction index per memory; null where it is not known, or for all. */
  abstraction: readonly (number | null)[] | null;
}

/** One arm over all tasks. */
export interface ArmSummary {
  /** Mean score of the best hit, over tasks with a hit. */
  meanTopScore: Estimate;
  /** How the scores of all hits are spread; null without a hit. */
  scores: Distribution | null;
  hitCount: number;
  /** Distinct memories among the hits. */
  memoryCount: number;
  /** Where the hits come from, largest share first; null is unknown. */
  sourceBenchmarks: { benchmark: string | null; share: number }[];
  /** Entropy of these shares in bits: 0 when all come from one benchmark. */
  sourceEntropy: Estimate;
  /** Hits by target and source benchmark: who feeds whom. */
  flows: { target: string; source: string | null; hits: number }[];
  /** Share of hits from failed trials, over hits whose outcome is known. */
  failureShare: Estimate;
  /** Mean abstraction index of the hits that have one, 0 to 1. */
  meanAbstraction: Estimate;
  /** Mean cosine similarity of two memories that were retrieved for the same task: 1 says the same twice. */
  redundancy: Estimate;
  /** Tokens of the prompt block, on average over tasks; a rough estimate. */
  meanPromptTokens: Estimate;
  /** Tasks with fewer hits than asked for. */
  shortTasks: number;
  /** Tasks with a memory that was made on the task itself. */
  tasksWithLeakage: number;
  /** Tasks with a memory that is suspected of giving the answer away. */
  tasksWithSuspects: number;
  /** Hits by every kind of evidence against them: one hit may count for several. */
  suspects: Record<string, number>;
  meanDurationMs: Estimate;
  /** Tasks for which the arm could not search, or a language model gave no answer. */
  tasksWithoutResult: number;
  /** Share of the retrieved memories that the search alone would not have put among the first N. */
  reranked: Estimate;
  /** What was asked of language models; null for an arm that asks none. */
  asked: Asked | null;
}

/**
 * Sums up what an arm retrieved.
 *
 * @param targets  the benchmark of each task, in the order of the results
 * @complexity O(hits · topN · dimensions)
 */
export function summarise(
  results: readonly ArmTaskResult[],
  targets: readonly string[],
  { topN }: RetrievalSetting,
  { pool, abstraction }: PoolFacts,
): ArmSummary {
  const hits = results.flatMap((result) => result.hits);
  const rows = hits.map(({ memoryIndex }) => memoryIndex);
  const known = rows.filter((row) => pool.success[row] !== null);
  const failures = known.filter((row) => pool.success[row] === false).length;
  const sources = countBy(rows, (row) => pool.benchmarks[row]!);
  const topScores = results.flatMap((result) => result.hits[0]?.score ?? []);
  const searched = results.filter((result) => result.reason === null);
  const abstractions = rows.flatMap((row) => abstraction?.[row] ?? []);
  const suspects = hits.flatMap(({ evidence }) => evidence.map(({ kind }) => kind));
  return {
    meanTopScore: mean(topScores, 'nothing was retrieved'),
    scores: distributionOf(hits.map(({ score }) => score)),
    hitCount: hits.length,
    memoryCount: new Set(rows).size,
    sourceBenchmarks: [...sources]
      .map(([benchmark, count]) => ({ benchmark, share: count / hits.length }))
      .sort((a, b) => b.share - a.share || ((a.benchmark ?? '') < (b.benchmark ?? '') ? -1 : 1)),
    sourceEntropy:
      hits.length > 0 ? { value: entropy([...sources.values()]) } : notEstimable('nothing was retrieved'),
    flows: flowsOf(results, targets, pool),
    failureShare:
      known.length > 0
        ? { value: failures / known.length }
        : notEstimable('no hit whose source trial was judged'),
    meanAbstraction: mean(abstractions, 'needs vectors of memories from two benchmarks or more'),
    redundancy: redundancyOf(results, pool),
    meanPromptTokens: mean(
      searched.map((result) => promptTokens(result, pool)),
      'the arm could not search',
    ),
    shortTasks: results.filter((result) => result.hits.length < topN).length,
    tasksWithLeakage: results.filter((result) => result.hits.some((hit) => hit.leakage)).length,
    tasksWithSuspects: results.filter((result) => result.hits.some((hit) => isSuspect(hit.evidence))).length,
    suspects: Object.fromEntries(countBy(suspects, (kind) => kind)),
    meanDurationMs: mean(
      searched.map((result) => result.durationMs),
      'the arm could not search',
    ),
    tasksWithoutResult: results.length - searched.length,
    reranked: rerankedShare(searched),
    asked: results.some(({ asked }) => asked)
      ? results.reduce((sum, { asked }) => (asked ? addAsked(sum, asked) : sum), askedNothing)
      : null,
  };
}

function rerankedShare(results: readonly ArmTaskResult[]): Estimate {
  const ranked = results.filter(({ candidates }) => candidates);
  const shares = ranked.flatMap(({ hits, candidates }) => {
    const before = new Set(candidates!.slice(0, hits.length).map(({ memoryIndex }) => memoryIndex));
    return hits.map(({ memoryIndex }): number => (before.has(memoryIndex) ? 0 : 1));
  });
  return mean(shares, 'no memories were ranked anew');
}

function flowsOf(results: readonly ArmTaskResult[], targets: readonly string[], pool: PoolMatrix) {
  const pairs = results.flatMap(({ hits }, t) =>
    hits.map(({ memoryIndex }) => ({ target: targets[t]!, source: pool.benchmarks[memoryIndex]! })),
  );
  const counts = countBy(pairs, (pair) => JSON.stringify([pair.target, pair.source]));
  return [...counts].map(([key, hits]) => {
    const [target, source] = JSON.parse(key) as [string, string | null];
    return { target, source, hits };
  });
}

function redundancyOf(results: readonly ArmTaskResult[], pool: PoolMatrix): Estimate {
  if (!pool.vectors) return notEstimable('needs vectors of the memories');
  const similarities = results.flatMap(({ hits }) => {
    const alike: number[] = [];
    for (let i = 0; i < hits.length; i++) {
      for (let j = i + 1; j < hits.length; j++)
        alike.push(similarityOfRows(pool, hits[i]!.memoryIndex, hits[j]!.memoryIndex));
    }
    return alike;
  });
  return mean(similarities, 'no task with two memories or more');
}

const promptTokens = ({ hits }: ArmTaskResult, pool: PoolMatrix): number =>
  estimateTokens(
    promptBlock(hits.map(({ memoryIndex, rewritten }) => ({ ...promptMemory(pool, memoryIndex), rewritten })))
      .length,
  );

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

const mean = (values: readonly number[], reason: string): Estimate =>
  values.length > 0
    ? { value: values.reduce((sum, value) => sum + value, 0) / values.length }
    : notEstimable(reason);
