import { isAppError } from '@/lib/core/errors';
import { abstractionIndex } from '@/lib/core/projection/abstraction-index';
import { codeLabels } from '@/lib/core/projection/labels';
import { finiteRows, takeRows, toMatrix } from '@/lib/core/projection/matrix';
import { type ArmSummary, type PoolFacts, summarise } from './arm-summary';
import type { Asked } from './asked';
import { controlledPool, withShuffledQueries } from './control';
import { searchedAlike } from './grid';
import { LeakageAudit } from './leakage';
import type { Hit } from './method';
import { assertPool, type PoolMatrix } from './pool';
import { hitsUnder, type RankedHit, Retriever, type TargetQuery } from './retrieve';
import type { RetrievalSetting } from './setting';

export type AblationArm = RetrievalSetting;

export interface AblationTask {
  id: string;
  benchmark: string;
  externalId: string;
  /** What the task says of itself; null when the logs do not hold it. */
  text: string | null;
  /** Its gold patch and tests, and when its first trial began; see `AuditedTask`. */
  answer?: string | null;
  firstTrialAt?: number | null;
  queryText: string;
  /** Null when the task was not embedded. */
  queryVector: Float32Array | null;
}

export interface AblationInput {
  pool: PoolMatrix;
  arms: readonly AblationArm[];
  tasks: readonly AblationTask[];
}

/** What one arm retrieves for one task. */
export interface ArmTaskResult {
  /** What was asked: for a negative control, not what the task says. */
  queryText: string;
  hits: RankedHit[];
  /** Memories it could have chosen from. */
  candidateCount: number;
  /** The task's share of its benchmark's batch. */
  durationMs: number;
  /** Why there are no hits; null when the arm could search. */
  reason: string | null;
  /** What a language model chose from, best first by the search alone; left out where none was asked to. */
  candidates?: readonly Hit[] | undefined;
  /** What was asked of language models; left out where none was asked. */
  asked?: Asked | undefined;
}

export interface ArmReport {
  /** In the order of the input's tasks. */
  tasks: ArmTaskResult[];
  summary: ArmSummary;
}

/** An arm that is done. */
export interface FinishedArm {
  /** Its place among the arms that were given. */
  arm: number;
  report: ArmReport;
}

export interface AblationOptions {
  /** A clock in milliseconds. */
  now: () => number;
  onProgress?: ((fraction: number) => void) | undefined;
}

/** Of the folds by which the abstraction of memories is judged. */
const abstractionSeed = 7;

/**
 * What each retrieval setting would have retrieved for each task, without running an agent.
 *
 * An arm that cannot search (no embeddings) reports why for each task; the other arms go on. Arms that `searchedAlike`
 * puts together are searched once, for the most memories that any of them wants: how long that took is said of each.
 *
 * @returns each arm when it is done
 * @throws RangeError when the pool's columns differ in length or a setting is out of range
 * @complexity the methods' own, per arm and benchmark
 */
export function* runAblation(
  { pool, arms, tasks }: AblationInput,
  { now, onProgress }: AblationOptions,
): Generator<FinishedArm, void> {
  assertPool(pool);
  const groups = new Map<string, number[]>();
  tasks.forEach(({ benchmark }, t) => {
    const group = groups.get(benchmark);
    if (group) group.push(t);
    else groups.set(benchmark, [t]);
  });
  const plain: Question = {
    pool,
    abstraction: abstractionOf(pool),
    queries: tasks.map(toQuery),
    audit: new LeakageAudit(pool),
  };
  const targets = tasks.map(({ benchmark }) => benchmark);
  const alike = searchedAlike(arms);
  let done = 0;
  for (const places of alike) {
    const own = places.map((place) => arms[place]!);
    const widest = { ...own[0]!, topN: Math.max(...own.map(({ topN }) => topN)), minimumScore: null };
    const asked = controlled(widest, plain, tasks);
    const retriever = new Retriever(asked.pool, widest, asked.audit);
    const found = new Array<ArmTaskResult>(tasks.length);
    for (const [benchmark, members] of groups) {
      const queries = members.map((t) => asked.queries[t]!);
      searchBatch(retriever, benchmark, queries, now).forEach((result, i) => {
        found[members[i]!] = result;
      });
      done++;
      onProgress?.(done / (alike.length * groups.size));
    }
    for (const [i, arm] of own.entries()) {
      const results = found.map((result) => ({ ...result, hits: hitsUnder(arm, result.hits) }));
      const summary = summarise(results, targets, arm, { pool: asked.pool, abstraction: asked.abstraction });
      yield { arm: places[i]!, report: { tasks: results, summary } };
    }
  }
}

/**
 * Sums up what an arm retrieved after a language model had a hand in it.
 *
 * @param benchmarks  of the tasks, in the order of the results
 */
export function summariseRefined({
  pool,
  arm,
  benchmarks,
  results,
}: {
  pool: PoolMatrix;
  arm: AblationArm;
  benchmarks: readonly string[];
  results: readonly ArmTaskResult[];
}): ArmSummary {
  const searched = controlledPool(pool, arm);
  return summarise(results, benchmarks, arm, { pool: searched, abstraction: abstractionOf(searched) });
}

interface Question extends PoolFacts {
  queries: TargetQuery[];
  audit: LeakageAudit;
}

/** What an arm asks of which pool: for a negative control, not what was asked of the others. */
function controlled(
  { control, seed }: AblationArm,
  plain: Question,
  tasks: readonly AblationTask[],
): Question {
  if (control === 'shuffled-queries')
    return { ...plain, queries: withShuffledQueries(tasks, seed).map(toQuery) };
  if (control === 'shuffled-texts') {
    const pool = controlledPool(plain.pool, { control, seed });
    // Which texts mix is asked of the texts that are found.
    return { ...plain, pool, abstraction: abstractionOf(pool), audit: new LeakageAudit(pool) };
  }
  return plain;
}

const toQuery = (given: AblationTask): TargetQuery => ({
  benchmark: given.benchmark,
  task: given.externalId,
  text: given.text,
  answer: given.answer ?? null,
  firstTrialAt: given.firstTrialAt ?? null,
  query: given.queryText,
  vector: given.queryVector,
});

/** Per memory, null where nobody knows its benchmark; null without vectors, or with fewer than two benchmarks. */
function abstractionOf({ vectors, dimensions, ids, benchmarks }: PoolMatrix): (number | null)[] | null {
  if (!vectors) return null;
  const all = toMatrix(vectors, ids.length, dimensions);
  const rows = finiteRows(all).filter((row) => benchmarks[row] !== null);
  const labels = codeLabels(rows.map((row) => benchmarks[row]!));
  if (labels.names.length < 2) return null;
  const index = new Array<number | null>(ids.length).fill(null);
  abstractionIndex(takeRows(all, rows), labels, abstractionSeed).forEach((value, i) => {
    index[rows[i]!] = value;
  });
  return index;
}

function searchBatch(
  retriever: Retriever,
  benchmark: string,
  queries: readonly TargetQuery[],
  now: () => number,
): ArmTaskResult[] {
  const started = now();
  try {
    const found = retriever.search(benchmark, queries);
    const durationMs = (now() - started) / queries.length;
    return found.map((one, i) => ({ ...one, queryText: queries[i]!.query, durationMs, reason: null }));
  } catch (error) {
    if (!isAppError(error) || error.code !== 'needs-embeddings') throw error;
    return queries.map(({ query }) => ({
      queryText: query,
      hits: [],
      candidateCount: 0,
      durationMs: 0,
      reason: error.message,
    }));
  }
}
