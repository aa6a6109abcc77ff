import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { benchmark, condition, judgement, retrieval, task, trial } from '@/db/schema';
import { recordset } from './records/recordset';

/** Where one trial belongs from now on, and where it was. */
export interface TrialMove {
  id: string;
  conditionId: string;
  taskId: string;
  attempt: number | null;
  fromTaskId: string;
}

/** Puts trials under other conditions and tasks; what was logged and judged of them goes along. */
export async function moveTrials(tx: Transaction, moves: readonly TrialMove[]): Promise<void> {
  if (moves.length === 0) return;
  const columns = { id: 'uuid', conditionId: 'uuid', taskId: 'uuid', attempt: 'int' };
  await tx.execute(sql`
    update ${trial} t set condition_id = given."conditionId", task_id = given."taskId", attempt = given.attempt
    from ${recordset('given', columns, moves)} where t.id = given.id`);
  const elsewhere = moves.filter((move) => move.taskId !== move.fromTaskId);
  if (elsewhere.length === 0) return;
  const moved = recordset('moved', { id: 'uuid', taskId: 'uuid' }, elsewhere);
  await tx.execute(
    sql`update ${retrieval} r set task_id = moved."taskId" from ${moved} where r.trial_id = moved.id`,
  );
  await tx.execute(sql`
    update ${judgement} j set task_id = t.id, benchmark_id = t.benchmark_id
    from ${moved} join ${task} t on t.id = moved."taskId" where j.trial_id = moved.id`);
  await followTasks(tx, new Map(elsewhere.map((move) => [move.fromTaskId, move.taskId])));
}

/** What belongs to a task whose trials have all left goes after them; the empty task and its benchmark are removed. */
async function followTasks(tx: Transaction, targets: ReadonlyMap<string, string>): Promise<void> {
  const left = [...targets].map(([from, to]) => ({ from, to }));
  const rows = await tx.execute<{ from: string; to: string; benchmarkId: string }>(sql`
    select l."from", l."to", t.benchmark_id as "benchmarkId"
    from ${recordset('l', { from: 'uuid', to: 'uuid' }, left)} join ${task} t on t.id = l."from"
    where not exists (select 1 from ${trial} where ${trial.taskId} = l."from")`);
  if (rows.rows.length === 0) return;
  const empty = recordset('l', { from: 'uuid', to: 'uuid' }, rows.rows);
  await tx.execute(sql`update ${retrieval} r set task_id = l."to" from ${empty} where r.task_id = l."from"`);
  await tx.execute(sql`
    update ${judgement} j set task_id = t.id, benchmark_id = t.benchmark_id
    from ${empty} join ${task} t on t.id = l."to" where j.task_id = l."from"`);
  await tx.execute(sql`delete from ${task} where id in (select l."from" from ${empty})`);
  await removeEmptyBenchmarks(tx, [...new Set(rows.rows.map((row) => row.benchmarkId))]);
}

const idList = (ids: readonly string[]): SQL =>
  sql`(select id::uuid from json_array_elements_text(${JSON.stringify(ids)}::json) as id)`;

/** Removes those of these benchmarks that hold no task and no verdict. */
export async function removeEmptyBenchmarks(tx: Transaction, ids: readonly string[]): Promise<number> {
  const removed = await tx.execute(sql`
    delete from ${benchmark} b where b.id in ${idList(ids)}
      and not exists (select 1 from ${task} t where t.benchmark_id = b.id)
      and not exists (select 1 from ${judgement} j where j.benchmark_id = b.id)`);
  return removed.rowCount ?? 0;
}

/** Removes conditions without trials that no person named, and those of `evenNamed` whoever named them. */
export async function removeEmptyConditions(
  tx: Transaction,
  studyId: string,
  evenNamed: readonly string[] = [],
): Promise<number> {
  const removed = await tx.execute(sql`
    delete from ${condition} c where c.study_id = ${studyId}
      and (c.basis is not null or c.id in ${idList(evenNamed)})
      and not exists (select 1 from ${trial} t where t.condition_id = c.id)`);
  return removed.rowCount ?? 0;
}
