import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, retrieval, retrievalHit, study, trial } from '@/db/schema';
import { suggestBaseline } from './suggest-baseline';

export interface MemoryUplift {
  /** Mean over its trials of passed (0 or 1) less the baseline's passed share on the same task: −1 to 1. */
  uplift: number;
  /** Trials whose prompt held it, on tasks that the baseline has, too. */
  trialCount: number;
}

/** The condition that gains are measured against: the study's own, else a likely one; null without conditions. */
export async function findBaseline(db: Db, studyId: string): Promise<string | null> {
  const [chosen, conditions] = await Promise.all([
    db.select({ id: study.baselineConditionId }).from(study).where(eq(study.id, studyId)),
    db
      .select({ id: condition.id, label: condition.label, settings: condition.settings })
      .from(condition)
      .where(eq(condition.studyId, studyId))
      .orderBy(asc(condition.position), asc(condition.label)),
  ]);
  return chosen[0]?.id ?? (conditions.length > 0 ? suggestBaseline(conditions).id : null);
}

/**
 * The measured uplift of every memory that stood in a logged prompt, by its id. Observational: whoever chose the memory
 * chose the task with it. Trials of the baseline itself and trials without a reward are left out.
 */
export async function listUplifts(db: Db, studyId: string): Promise<Map<string, MemoryUplift>> {
  const baseline = await findBaseline(db, studyId);
  if (!baseline) return new Map();
  const found = await db.execute<{ id: string; uplift: number; n: number }>(sql`
    with limits as (select pass_threshold as bar from ${study} where id = ${studyId}),
    base as (
      select t.task_id, avg((t.reward >= limits.bar)::int)::float8 as rate
      from ${trial} t, limits
      where t.condition_id = ${baseline}::uuid and t.reward is not null group by t.task_id
    )
    select used.memory_id as id, avg((t.reward >= limits.bar)::int - base.rate)::float8 as uplift, count(*)::int as n
    from (
        select distinct r.trial_id, h.memory_id from ${retrieval} r join ${retrievalHit} h on h.retrieval_id = r.id
        where r.study_id = ${studyId} and h.memory_id is not null
      ) used
      join ${trial} t on t.id = used.trial_id
      join base on base.task_id = t.task_id, limits
    where t.reward is not null and t.condition_id <> ${baseline}::uuid
    group by used.memory_id`);
  return new Map(found.rows.map(({ id, uplift, n }) => [id, { uplift, trialCount: n }]));
}
