import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, condition, task, trajectory, trial } from '@/db/schema';

export interface GenerationChoices {
  /** Trials that have a trajectory to make memories of, and those of them that no verifier spoke of. */
  trials: number;
  unverified: number;
  conditions: { label: string; trials: number }[];
  benchmarks: { label: string; trials: number }[];
}

/** What memories of a study's trials can be made of. */
export async function getGenerationChoices(db: Db, studyId: string): Promise<GenerationChoices> {
  const rows = await db.execute<{
    condition: string;
    benchmark: string;
    trials: number;
    unverified: number;
  }>(sql`
    select c.label as condition, b.name as benchmark, count(*)::int as trials,
      (count(*) filter (where t.reward is null))::int as unverified
    from ${trial} t join ${trajectory} l on l.trial_id = t.id join ${condition} c on c.id = t.condition_id
      join ${task} k on k.id = t.task_id join ${benchmark} b on b.id = k.benchmark_id
    where t.study_id = ${studyId} and l.step_count > 0
    group by c.label, c.position, b.name order by c.position, c.label, b.name`);
  const sumBy = (key: 'condition' | 'benchmark') => {
    const sums = new Map<string, number>();
    for (const row of rows.rows) sums.set(row[key], (sums.get(row[key]) ?? 0) + row.trials);
    return [...sums].map(([label, trials]) => ({ label, trials }));
  };
  return {
    trials: rows.rows.reduce((sum, row) => sum + row.trials, 0),
    unverified: rows.rows.reduce((sum, row) => sum + row.unverified, 0),
    conditions: sumBy('condition'),
    benchmarks: sumBy('benchmark').sort((a, b) => (a.label < b.label ? -1 : 1)),
  };
}
