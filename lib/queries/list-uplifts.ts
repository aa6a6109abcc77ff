import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, retrieval, retrievalHit, study, trial } from '@/db/schema';
import type { MemoryUse } from '@/lib/core/gains/memory-uplifts';
import { suggestBaseline } from '@/lib/core/gains/suggest-baseline';

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

/** Every logged trial with every memory that it held, and how it did against the baseline on its task. */
const outcomesOf = (studyId: string, baseline: string) => sql`
  with limits as (select pass_threshold as bar from ${study} where id = ${studyId}),
  base as (
    select t.task_id, avg((t.reward >= limits.bar)::int)::float8 as rate
    from ${trial} t, limits
    where t.condition_id = ${baseline}::uuid and t.reward is not null group by t.task_id
  ),
  outcome as (
    select used.memory_id, t.task_id, (t.reward >= limits.bar)::int - base.rate as uplift
    from (
        select distinct r.trial_id, h.memory_id from ${retrieval} r join ${retrievalHit} h on h.retrieval_id = r.id
        where r.study_id = ${studyId} and h.memory_id is not null
      ) used
      join ${trial} t on t.id = used.trial_id
      join base on base.task_id = t.task_id, limits
    where t.reward is not null and t.condition_id <> ${baseline}::uuid
  )`;

/**
 * The measured uplift of every memory that stood in a logged prompt, by its id. Observational: whoever chose the memory
 * chose the task with it. Trials of the baseline itself and trials without a reward are left out.
 */
export async function listUplifts(db: Db, studyId: string): Promise<Map<string, MemoryUplift>> {
  const baseline = await findBaseline(db, studyId);
  if (!baseline) return new Map();
  const found = await db.execute<{ id: string; uplift: number; n: number }>(sql`
    ${outcomesOf(studyId, baseline)}
    select memory_id as id, avg(uplift)::float8 as uplift, count(*)::int as n from outcome group by memory_id`);
  return new Map(found.rows.map(({ id, uplift, n }) => [id, { uplift, trialCount: n }]));
}

/** Measured uplifts on one task: by memory id, the uplift and the trials behind it. */
export interface TaskUplifts {
  taskId: string;
  memories: Record<string, [uplift: number, trialCount: number]>;
}

/**
 * The same on each task by itself, where a trial of that very task held the memory. Plain rows, since there can be very
 * many pairs.
 *
 * @param taskId  one task alone; all when left out
 */
export async function listTaskUplifts(db: Db, studyId: string, taskId?: string): Promise<TaskUplifts[]> {
  const baseline = await findBaseline(db, studyId);
  if (!baseline) return [];
  const found = await db.execute<{ taskId: string; memories: TaskUplifts['memories'] }>(sql`
    ${outcomesOf(studyId, baseline)},
    pair as (
      select task_id, memory_id, avg(uplift)::float8 as uplift, count(*)::int as n from outcome
      ${taskId === undefined ? sql`` : sql`where task_id = ${taskId}::uuid`} group by task_id, memory_id
    )
    select task_id as "taskId", jsonb_object_agg(memory_id, jsonb_build_array(uplift, n)) as memories
    from pair group by task_id order by task_id`);
  return found.rows;
}

/** How many tasks, memories, and pairs of both have a measured uplift. */
export async function countUplifts(
  db: Db,
  studyId: string,
): Promise<{ tasks: number; memories: number; pairs: number }> {
  const baseline = await findBaseline(db, studyId);
  if (!baseline) return { tasks: 0, memories: 0, pairs: 0 };
  const found = await db.execute<{ tasks: number; memories: number; pairs: number }>(sql`
    ${outcomesOf(studyId, baseline)}
    select count(distinct task_id)::int as tasks, count(distinct memory_id)::int as memories,
      count(distinct (task_id, memory_id))::int as pairs from outcome`);
  return found.rows[0]!;
}

/**
 * The same as rows: each pair of memory and task with the trials that held the memory, ordered by memory and task. What
 * the uplift of a memory is estimated from.
 */
export async function listUses(db: Db, studyId: string, baseline: string): Promise<MemoryUse[]> {
  const found = await db.execute<{ memory: string; task: string; trials: number; uplift: number }>(sql`
    ${outcomesOf(studyId, baseline)}
    select memory_id as memory, task_id as task, count(*)::int as trials, avg(uplift)::float8 as uplift
    from outcome group by memory_id, task_id order by memory_id, task_id`);
  return found.rows;
}
