import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { trial } from '@/db/schema';
import { countsAsFailure, type MissingReward, rewardState } from '@/lib/core/gains/missing';

/** Whether the verifier spoke of trial `t`. A reward that is no number is none; the database would take NaN for the greatest. */
export const hasReward = sql`coalesce(t.reward > '-infinity' and t.reward < 'infinity', false)`;

/**
 * Whether trial `t` passed, as SQL: 1, 0, or null for a trial that does not count by the rule.
 *
 * @param bar the study's threshold, as SQL
 */
export async function passedBy(db: Db, studyId: string, missing: MissingReward, bar: SQL): Promise<SQL> {
  const { rows } = await db.execute<{ type: string }>(sql`
    select distinct t.exception_type as type from ${trial} t
    where t.study_id = ${studyId} and t.reward is null and t.exception_type is not null`);
  const failing = rows
    .map(({ type }) => type)
    .filter((type) => countsAsFailure(rewardState(null, type), missing));
  return sql`case
    when ${hasReward} then (t.reward >= ${bar})::int
    when t.reward is not null then ${failed('not-a-number', missing)}
    when t.exception_type is null then ${failed('no-verdict', missing)}
    when t.exception_type in (select jsonb_array_elements_text(${JSON.stringify(failing)}::jsonb)) then 0
  end`;
}

const failed = (state: 'not-a-number' | 'no-verdict', missing: MissingReward): SQL =>
  countsAsFailure(state, missing) ? sql`0` : sql`null`;
