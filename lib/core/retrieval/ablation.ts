import { isAppError } from '@/lib/core/errors';
import { type AgreementMatrix, agreementOf } from './agreement-matrix';
import { type ArmSummary, summarise } from './arm-summary';
import { assertPool, type PoolMatrix } from './pool';
import { type RankedHit, type RetrievalSetting, retrieveAll } from './retrieve';

export type AblationArm = RetrievalSetting;

export interface AblationTask {
  id: string;
  benchmark: string;
  externalId: string;
  queryText: string;
  /** Null when the task was not embedded. */
  queryVector: Float32Array | null;
}

export interface AblationInput {
  pool: PoolMatrix;
  arms: readonly AblationArm[];
  tasks: readonly AblationTask[];
}

export type { AgreementMatrix, ArmSummary };

/** What one arm retrieves for one task. */
export interface ArmTaskResult {
  hits: RankedHit[];
  /** Memories it could have chosen from. */
  candidateCount: number;
  /** The task's share of its benchmark's batch. */
  durationMs: number;
  /** Why there are no hits; null when the arm could search. */
  reason: string | null;
}

export interface ArmReport {
  /** In the order of the input's tasks. */
  tasks: ArmTaskResult[];
  summary: ArmSummary;
}

export interface AblationReport {
  /** In the order of the input's arms. */
  arms: ArmReport[];
  agreement: AgreementMatrix;
}

export interface AblationOptions {
  /** A clock in milliseconds. */
  now: () => number;
  onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * What each retrieval setting would have retrieved for each task, without running an agent.
 *
 * An arm that cannot search (no embeddings) reports why for each task; the other arms go on.
 *
 * @throws RangeError when the pool's columns differ in length or an arm's topN is not a positive integer
 * @complexity the methods' own, per arm and benchmark; agreement O(arms² · tasks · topN)
 */
export function runAblation(
  { pool, arms, tasks }: AblationInput,
  { now, onProgress }: AblationOptions,
): AblationReport {
  assertPool(pool);
  const groups = new Map<string, number[]>();
  tasks.forEach(({ benchmark }, t) => {
    const group = groups.get(benchmark);
    if (group) group.push(t);
    else groups.set(benchmark, [t]);
  });
  let done = 0;
  const reports = arms.map((arm) => {
    const results = new Array<ArmTaskResult>(tasks.length);
    for (const [benchmark, members] of groups) {
      const batch = members.map((t) => tasks[t]!);
      searchBatch(pool, arm, benchmark, batch, now).forEach((result, i) => {
        results[members[i]!] = result;
      });
      done++;
      onProgress?.(done / (arms.length * groups.size));
    }
    return { tasks: results, summary: summarise(results, arm.topN, pool) };
  });
  return { arms: reports, agreement: agreementOf(reports.map((report) => report.tasks.map(memoriesOf))) };
}

function searchBatch(
  pool: PoolMatrix,
  arm: AblationArm,
  benchmark: string,
  batch: readonly AblationTask[],
  now: () => number,
): ArmTaskResult[] {
  const queries = batch.map(({ queryText, queryVector, externalId }) => ({
    text: queryText,
    vector: queryVector,
    benchmark,
    task: externalId,
  }));
  const started = now();
  try {
    const { hits, candidateCounts } = retrieveAll(pool, arm, benchmark, queries);
    const durationMs = (now() - started) / batch.length;
    return hits.map((list, i) => ({
      hits: list,
      candidateCount: candidateCounts[i]!,
      durationMs,
      reason: null,
    }));
  } catch (error) {
    if (!isAppError(error) || error.code !== 'needs-embeddings') throw error;
    return batch.map(() => ({ hits: [], candidateCount: 0, durationMs: 0, reason: error.message }));
  }
}

const memoriesOf = (result: ArmTaskResult) =>
  result.reason === null ? result.hits.map((hit) => hit.memoryIndex) : null;
