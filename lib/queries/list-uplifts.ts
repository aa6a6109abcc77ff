import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { retrieval, retrievalHit, study, trial } from '@/db/schema';
import { baselineOf } from '@/lib/core/gains/compute-gains';
import type { MemoryUse } from '@/lib/core/gains/memory-uplifts';
import {
  type MissingCounts,
  type MissingReward,
  noneMissing,
  type RewardState,
  rewardState,
  usualMissing,
} from '@/lib/core/gains/missing';
import { type ComparedConditions, findComparedConditions } from './compared-conditions';
import { hasReward, passedBy } from './counted-trials';

export interface MemoryUplift {
  /** Mean over its trials of passed (0 or 1) less the baseline's passed share on the same task: −1 to 1. */
  uplift: number;
  /** Trials whose prompt held it, on tasks that the baseline has, too. */
  trialCount: number;
}

/** The condition that gains are measured against: the study's own, else a likely one; null without conditions. */
export async function findBaseline(db: Db, studyId: string): Promise<string | null> {
  return (await findComparedConditions(db, studyId))?.baseline.id ?? null;
}

/** What each condition is compared with, by their ids; baselines are not among the keys. */
export type Compared = Readonly<Record<string, string>>;

/** As pages about gains compare: see comparedConditions. Nothing in a study without conditions. */
async function findCompared(db: Db, studyId: string): Promise<Compared> {
  const compared = await findComparedConditions(db, studyId);
  return compared ? toCompared(compared) : {};
}

/** Every condition that is not a baseline with its own. */
export const toCompared = ({ conditions, baseline, baselines }: ComparedConditions): Compared =>
  Object.fromEntries(
    conditions
      .map(({ id }) => [id, baselineOf(id, { baseline: baseline.id, baselines })] as const)
      .filter(([id, reference]) => id !== reference),
  );

/** What each condition is compared with, as a table of SQL. */
export const comparedTable = (compared: Compared) => sql`compared as (
    select key::uuid as condition_id, value::uuid as baseline_id
    from jsonb_each_text(${JSON.stringify(compared)}::jsonb)
  )`;

const usedTable = (studyId: string) => sql`used as (
    select distinct r.trial_id, h.memory_id from ${retrieval} r join ${retrievalHit} h on h.retrieval_id = r.id
    where r.study_id = ${studyId} and h.memory_id is not null
  )`;

/** Every logged trial that counts with every memory that it held, and how it did against its baseline on its task. */
async function outcomesOf(
  db: Db,
  studyId: string,
  compared: Compared,
  missing: MissingReward = usualMissing,
) {
  const bar = sql`(select pass_threshold from ${study} where id = ${studyId})`;
  const passed = await passedBy(db, studyId, missing, bar);
  return sql`
  with ${comparedTable(compared)}, ${usedTable(studyId)},
  base as (
    select condition_id as baseline_id, task_id, avg(passed)::float8 as rate
    from (
      select t.condition_id, t.task_id, ${passed} as passed from ${trial} t
      where t.condition_id in (select baseline_id from compared)
    ) own
    group by condition_id, task_id having count(passed) > 0
  ),
  outcome as (
    select held.memory_id, held.task_id, held.passed - base.rate as uplift
    from (
        select used.memory_id, t.task_id, compared.baseline_id, ${passed} as passed
        from used join ${trial} t on t.id = used.trial_id join compared on compared.condition_id = t.condition_id
      ) held
      join base on base.task_id = held.task_id and base.baseline_id = held.baseline_id
    where held.passed is not null
  )`;
}

/**
 * The measured uplift of every memory that stood in a logged prompt, by its id. Observational: whoever chose the memory
 * chose the task with it. Trials of the baseline itself are left out; those without a reward count as they usually do.
 */
export async function listUplifts(db: Db, studyId: string): Promise<Map<string, MemoryUplift>> {
  const compared = await findCompared(db, studyId);
  const found = await db.execute<{ id: string; uplift: number; n: number }>(sql`
    ${await outcomesOf(db, studyId, compared)}
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
  const compared = await findCompared(db, studyId);
  const found = await db.execute<{ taskId: string; memories: TaskUplifts['memories'] }>(sql`
    ${await outcomesOf(db, studyId, compared)},
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
  const compared = await findCompared(db, studyId);
  const found = await db.execute<{ tasks: number; memories: number; pairs: number }>(sql`
    ${await outcomesOf(db, studyId, compared)}
    select count(distinct task_id)::int as tasks, count(distinct memory_id)::int as memories,
      count(distinct (task_id, memory_id))::int as pairs from outcome`);
  return found.rows[0]!;
}

/**
 * The same as rows: each pair of memory and task with the trials that held the memory, ordered by memory and task. What
 * the uplift of a memory is estimated from.
 */
export async function listUses(
  db: Db,
  studyId: string,
  compared: Compared,
  missing: MissingReward,
): Promise<MemoryUse[]> {
  const found = await db.execute<{ memory: string; task: string; trials: number; uplift: number }>(sql`
    ${await outcomesOf(db, studyId, compared, missing)}
    select memory_id as memory, task_id as task, count(*)::int as trials, avg(uplift)::float8 as uplift
    from outcome group by memory_id, task_id order by memory_id, task_id`);
  return found.rows;
}

/** Trials without a reward among those that uplifts rest on: of baselines, and of others whose prompt held a memory. */
export async function countWithoutReward(
  db: Db,
  studyId: string,
  compared: Compared,
): Promise<MissingCounts> {
  const found = await db.execute<{ broken: boolean; type: string | null; n: number }>(sql`
    with ${comparedTable(compared)}, ${usedTable(studyId)}
    select t.reward is not null as broken, t.exception_type as type, count(*)::int as n from ${trial} t
    where t.study_id = ${studyId} and not ${hasReward}
      and (t.condition_id in (select baseline_id from compared)
        or (t.condition_id in (select condition_id from compared) and t.id in (select trial_id from used)))
    group by 1, 2`);
  const counts = noneMissing();
  for (const { broken, type, n } of found.rows) {
    const state = rewardState(broken ? Number.NaN : null, type) as Exclude<RewardState, 'known'>;
    counts[state] += n;
  }
  return counts;
}
