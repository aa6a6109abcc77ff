import { type SQL, sql } from 'drizzle-orm';
import { benchmark, condition, task, trajectory, trial } from '@/db/schema';
import type { GenerationSpec } from '@/lib/core/memories/generation-spec';

type Choice = Pick<GenerationSpec, 'conditions' | 'benchmarks' | 'limit' | 'seed'>;

const among = (column: SQL, values: readonly string[]): SQL =>
  sql`${column} in (${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;

/**
 * The trials that a generation is over, as a subquery of `id` and `rewarded`: those with a trajectory, of the chosen
 * conditions and benchmarks. A limit draws by the seed and the trials' own names, so that the same logs imported anew
 * give the same choice.
 */
export function generationTrials(studyId: string, { conditions, benchmarks, limit, seed }: Choice): SQL {
  const filters = [
    sql`t.study_id = ${studyId}`,
    sql`l.step_count > 0`,
    ...(conditions
      ? [sql`(${among(sql`c.label`, conditions)} or ${among(sql`c.id::text`, conditions)})`]
      : []),
    ...(benchmarks ? [among(sql`b.name`, benchmarks)] : []),
  ];
  return sql`(
    select t.id, t.reward is not null as rewarded,
      row_number() over (order by md5(${`${seed} `}::text || t.source || ' ' || t.external_id), t.id) as place
    from ${trial} t join ${trajectory} l on l.trial_id = t.id join ${condition} c on c.id = t.condition_id
      join ${task} k on k.id = t.task_id join ${benchmark} b on b.id = k.benchmark_id
    where ${sql.join(filters, sql` and `)}
    order by place
    limit ${limit}::int)`;
}
