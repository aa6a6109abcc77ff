import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { retrieval, retrievalHit, trial } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import type { OwnBaselines } from '@/lib/core/gains/baselines';
import { type MissingReward, usualMissing } from '@/lib/core/gains/missing';
import type { LoggedTrial, ReplayEstimate } from '@/lib/core/retrieval/replay-estimate';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import { type AblationRankings, loadAblationRankings } from './ablation-rankings';
import type { AblationRow } from './ablations';
import { cutOffOf } from './arm-quality';
import { type ComparedConditions, findComparedConditions } from './compared-conditions';
import { passedBy } from './counted-trials';
import { inTurns } from './in-turns';
import { keptAnswers } from './kept-answers';
import { comparedTable, toCompared } from './list-uplifts';

const settings = { resamples: 10_000, level: 0.95, seed: 7 };

export interface ReplayQuestion {
  /** How many of an arm's memories an agent would get; as for `getArmQuality` when left out. */
  k?: number | undefined;
  /** A condition by id or label, or `own-model`. Default: the study's own, else a likely one. */
  baseline?: string | undefined;
  missing?: MissingReward | undefined;
}

export interface AblationReplay {
  k: number;
  /** Null in a study without conditions. */
  baseline: string | null;
  /** Conditions that are compared with another one instead. */
  baselines: OwnBaselines;
  baselineName: string;
  missing: MissingReward;
  /** Tasks of the ablation. */
  taskCount: number;
  /** Logged trials that could be matched: with memories, that count, and of their baseline's agent and model. */
  trialCount: number;
  /** By the arm's own number. */
  arms: (ReplayEstimate & { arm: number })[];
  resamples: number;
  level: number;
  seed: number;
}

const kept = keptAnswers<{ trialCount: number; arms: ReplayEstimate[] }>('replay', 30);

/**
 * Whether the trials of a condition can stand beside the baseline's: nothing but the memory differs as far as settings
 * say. What one of the two does not say does not tell them apart.
 */
export const isComparable = (settings: ConditionSettings, baseline: ConditionSettings): boolean =>
  (['agent', 'model'] as const).every(
    (name) => settings[name] == null || baseline[name] == null || settings[name] === baseline[name],
  );

/**
 * What the arms of an ablation would have gained, estimated from logged trials that held the same memories.
 *
 * @returns null before any arm is done
 * @throws AppError `not-found` for an unknown baseline
 */
export async function getReplay(
  db: Db,
  ablation: AblationRow,
  { k = cutOffOf(ablation), baseline: asked, missing = usualMissing }: ReplayQuestion = {},
): Promise<AblationReplay | null> {
  const [rankings, compared] = await Promise.all([
    loadAblationRankings(db, ablation.id),
    findComparedConditions(db, ablation.studyId, asked),
  ]);
  if (!rankings) return null;
  const { study: owner, baseline, baselines = {} } = compared ?? {};
  const state = [owner?.revision, owner?.passThreshold, baseline?.id, baselines];
  const { trialCount, arms } = await kept([rankings.contentHash, ...state, k, missing], async () => {
    const trials = compared ? await loadTrials(db, compared, missing, rankings) : [];
    const input = { rankings: rankings.rankings, trials, k, ...settings };
    return { trialCount: trials.length, arms: await compute('replay', input) };
  });
  return {
    ...{ k, missing, baseline: baseline?.id ?? null, baselines },
    baselineName: compared?.baselineName ?? 'the baseline',
    taskCount: rankings.taskIds.length,
    trialCount,
    arms: arms.map((arm, place) => ({ arm: rankings.arms[place]!, ...arm })),
    ...settings,
  };
}

/** Every counted trial with memories of a condition that can stand beside its baseline. */
async function loadTrials(
  db: Db,
  compared: ComparedConditions,
  missing: MissingReward,
  { tasks, memoryNumber }: AblationRankings,
): Promise<LoggedTrial[]> {
  const { study: owner, conditions } = compared;
  const pairs = toCompared(compared);
  const said = new Map(conditions.map(({ id, settings: own }) => [id, own]));
  const comparable = Object.fromEntries(
    Object.entries(pairs).filter(([id, own]) => isComparable(said.get(id)!, said.get(own)!)),
  );
  const passed = await passedBy(db, owner.id, missing, sql`${owner.passThreshold}::float8`);
  const found = await db.execute<{
    task: string;
    passed: boolean;
    baseline: number | null;
    memories: (string | null)[];
  }>(sql`
    with ${comparedTable(comparable)},
    counted as (select t.id, t.task_id, t.condition_id, ${passed} as passed from ${trial} t where t.study_id = ${owner.id}),
    base as (
      select task_id, condition_id, avg(passed)::float8 as rate from counted
      where condition_id in (select baseline_id from compared) group by task_id, condition_id
    )
    select own.task_id as task, own.passed = 1 as passed, base.rate as baseline,
      jsonb_agg(h.memory_id order by h.rank) as memories
    from counted own join compared on compared.condition_id = own.condition_id
      left join base on base.condition_id = compared.baseline_id and base.task_id = own.task_id
      join ${retrieval} r on r.trial_id = own.id join ${retrievalHit} h on h.retrieval_id = r.id
    where own.passed is not null
    group by own.id, own.task_id, own.passed, base.rate order by own.id`);
  const trials: LoggedTrial[] = [];
  await inTurns(found.rows, ({ task, memories, ...outcome }) => {
    const place = tasks.get(task);
    if (place === undefined) return;
    trials.push({
      ...outcome,
      task: place,
      memories: memories.map((memory) => (memory === null ? null : memoryNumber(memory))),
    });
  });
  return trials;
}
