import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, retrieval, retrievalHit, task, trial } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import type { SolvedRule } from '@/lib/core/gains/ledger';
import type { HeldMemories, LedgerPairs } from '@/lib/core/gains/ledger-pairs';
import type { GainsInput } from '@/lib/core/gains/report';
import type { ComparedConditions } from './compared-conditions';
import { loadOutcomes } from './get-gains';
import { keptAnswers } from './kept-answers';

export interface PairsQuestion {
  k: number;
  missing: GainsInput['missing'];
  solved: SolvedRule;
}

const kept = keptAnswers<LedgerPairs>('ledger pairs', 6);

/** The memories in the prompts of every task under every condition, by their ids in order. */
async function loadHeld(db: Db, studyId: string): Promise<HeldMemories[]> {
  const found = await db.execute<{
    benchmark: string;
    task: string;
    condition: string;
    memories: string[];
  }>(sql`
    select b.name as benchmark, k.external_id as task, t.condition_id as condition,
      array_agg(distinct h.memory_id::text) as memories
    from ${retrieval} r join ${retrievalHit} h on h.retrieval_id = r.id
      join ${trial} t on t.id = r.trial_id join ${task} k on k.id = t.task_id
      join ${benchmark} b on b.id = k.benchmark_id
    where r.study_id = ${studyId} and h.memory_id is not null
    group by b.name, k.external_id, t.condition_id`);
  return found.rows;
}

/** Every task under every condition against the baseline; kept until the study changes. */
export function getLedgerPairs(
  db: Db,
  { study, conditions, baseline, baselines }: ComparedConditions,
  { k, missing, solved }: PairsQuestion,
): Promise<LedgerPairs> {
  const settings = {
    ...{ baseline: baseline.id, baselines, passK: k, threshold: study.passThreshold, missing, solved },
  };
  const named = conditions.map(({ id, label }) => ({ id, label }));
  return kept([study.id, study.createdAt, study.revision, settings, named], async () => {
    const [trials, held] = await Promise.all([loadOutcomes(db, study.id), loadHeld(db, study.id)]);
    return compute('ledger-pairs', { ...settings, trials, held, conditions: named });
  });
}
