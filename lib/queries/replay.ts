import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, retrieval, retrievalHit, study, trial } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import type { LoggedTrial, ReplayEstimate } from '@/lib/core/retrieval/replay-estimate';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import { type AblationRankings, loadAblationRankings } from './ablation-rankings';
import type { AblationRow } from './ablations';
import { cutOffOf } from './arm-quality';
import { inTurns } from './in-turns';
import { keptAnswers } from './kept-answers';
import { findBaseline } from './list-uplifts';
import { getStudy } from './studies';

const settings = { resamples: 10_000, level: 0.95, seed: 7 };

export interface AblationReplay {
  k: number;
  /** Tasks of the ablation. */
  taskCount: number;
  /** Logged trials that could be matched: with memories, a reward, and the baseline's agent and model. */
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
 * @param k  how many of an arm's memories an agent would get; as for `getArmQuality` when left out
 * @returns null before any arm is done
 */
export async function getReplay(
  db: Db,
  ablation: AblationRow,
  k = cutOffOf(ablation),
): Promise<AblationReplay | null> {
  const { studyId } = ablation;
  const [rankings, owner, baseline] = await Promise.all([
    loadAblationRankings(db, ablation.id),
    getStudy(db, studyId),
    findBaseline(db, studyId),
  ]);
  if (!rankings) return null;
  const key = [rankings.contentHash, owner?.revision, baseline, k];
  const { trialCount, arms } = await kept(key, async () => {
    const [trials, baselineRates] = baseline
      ? await Promise.all([
          loadTrials(db, studyId, baseline, rankings),
          loadRates(db, studyId, baseline, rankings),
        ])
      : [[], []];
    const input = { rankings: rankings.rankings, trials, baselineRates, k, ...settings };
    return { trialCount: trials.length, arms: await compute('replay', input) };
  });
  return {
    k,
    taskCount: rankings.taskIds.length,
    trialCount,
    arms: arms.map((arm, place) => ({ arm: rankings.arms[place]!, ...arm })),
    ...settings,
  };
}

async function loadTrials(
  db: Db,
  studyId: string,
  baseline: string,
  { tasks, memoryNumber }: AblationRankings,
): Promise<LoggedTrial[]> {
  const conditions = await db
    .select({ id: condition.id, settings: condition.settings })
    .from(condition)
    .where(eq(condition.studyId, studyId));
  const own = conditions.find(({ id }) => id === baseline);
  const comparable = new Set(
    conditions.flatMap(({ id, settings: said }) =>
      own && id !== baseline && isComparable(said, own.settings) ? [id] : [],
    ),
  );
  const found = await db.execute<{
    task: string;
    condition: string;
    passed: boolean;
    memories: (string | null)[];
  }>(sql`
    select t.task_id as task, t.condition_id as condition, t.reward >= s.pass_threshold as passed,
      jsonb_agg(h.memory_id order by h.rank) as memories
    from ${trial} t join ${study} s on s.id = t.study_id join ${retrieval} r on r.trial_id = t.id
      join ${retrievalHit} h on h.retrieval_id = r.id
    where t.study_id = ${studyId} and t.reward is not null and t.condition_id <> ${baseline}::uuid
    group by t.id, s.pass_threshold order by t.id`);
  const trials: LoggedTrial[] = [];
  await inTurns(found.rows, ({ task, condition: id, passed, memories }) => {
    const place = tasks.get(task);
    if (place === undefined || !comparable.has(id)) return;
    trials.push({
      task: place,
      passed,
      memories: memories.map((memory) => (memory === null ? null : memoryNumber(memory))),
    });
  });
  return trials;
}

async function loadRates(
  db: Db,
  studyId: string,
  baseline: string,
  { taskIds }: AblationRankings,
): Promise<(number | null)[]> {
  const found = await db.execute<{ task: string; rate: number }>(sql`
    select t.task_id as task, avg((t.reward >= s.pass_threshold)::int)::float8 as rate
    from ${trial} t join ${study} s on s.id = t.study_id
    where t.study_id = ${studyId} and t.condition_id = ${baseline}::uuid and t.reward is not null
    group by t.task_id`);
  const rates = new Map(found.rows.map(({ task, rate }) => [task, rate]));
  return taskIds.map((id) => rates.get(id) ?? null);
}
