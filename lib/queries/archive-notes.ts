import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  benchmark,
  condition,
  judgement,
  lossCause,
  memory,
  pool,
  relevanceMark,
  task,
  trial,
} from '@/db/schema';
import { archivedTrialId, withoutNothing } from '@/lib/exporters/archive/archive-lines';
import type { ArchiveLines } from './archive-lines';

/** What judges said of trials. */
export async function* judgementLines(db: Db, studyId: string): AsyncGenerator<ArchiveLines> {
  const { rows } = await db.execute<{
    judge: string;
    id: string;
    benchmark: string;
    task: string | null;
    source: string | null;
    trial: string | null;
    verdict: boolean;
    truth: boolean | null;
    response: string | null;
  }>(sql`
    select j.judge, j.external_id as id, b.name as benchmark, k.external_id as task,
      coalesce(t.source, j.trial_source) as source, coalesce(t.external_id, j.trial_external_id) as trial,
      j.verdict, j.truth, j.response
    from ${judgement} j join ${benchmark} b on b.id = j.benchmark_id
      left join ${task} k on k.id = j.task_id left join ${trial} t on t.id = j.trial_id
    where j.study_id = ${studyId} order by j.judge collate "C", j.external_id collate "C"`);
  for (const { source, trial: name, ...row } of rows)
    yield [
      withoutNothing({
        type: 'judgement',
        ...row,
        trial: source === null || name === null ? null : archivedTrialId(source, name),
      }),
    ];
}

/** What was said about tasks and memories beside their records: causes of losses, marks, findings on memories. */
export async function* noteLines(db: Db, studyId: string): AsyncGenerator<ArchiveLines> {
  const causes = await db.execute(sql`
    select 'loss-cause' as type, b.name as benchmark, k.external_id as task, c.label as condition, l.judge, l.cause,
      l.evidence
    from ${lossCause} l join ${task} k on k.id = l.task_id join ${benchmark} b on b.id = k.benchmark_id
      join ${condition} c on c.id = l.condition_id
    where k.study_id = ${studyId}
    order by b.name collate "C", k.external_id collate "C", c.label collate "C", l.judge collate "C"`);
  const marks = await db.execute(sql`
    select 'relevance-mark' as type, b.name as benchmark, k.external_id as task, p.name as pool,
      m.external_id as memory, r.judge, r.grade, r.reason
    from ${relevanceMark} r join ${task} k on k.id = r.task_id join ${benchmark} b on b.id = k.benchmark_id
      join ${memory} m on m.id = r.memory_id join ${pool} p on p.id = m.pool_id
    where k.study_id = ${studyId}
    order by b.name collate "C", k.external_id collate "C", p.name collate "C", m.external_id collate "C",
      r.judge collate "C"`);
  const findings = await db.execute(sql`
    select 'memory-note' as type, p.name as pool, m.external_id as memory, m.original_type as "originalType",
      case when m.original_type is null then null else m.found_type end as "foundType",
      m.meta_knowledge as "metaKnowledge", m.meta_knowledge_by as "metaKnowledgeBy",
      m.named_concretes as "namedConcretes"
    from ${memory} m join ${pool} p on p.id = m.pool_id
    where m.study_id = ${studyId}
      and (m.original_type is not null or m.meta_knowledge is not null or m.named_concretes is not null)
    order by p.name collate "C", m.external_id collate "C"`);
  for (const { rows } of [causes, marks, findings]) for (const row of rows) yield [noteLine(row)];
}

/** That nothing was found to be named is a finding, too. */
const noteLine = (row: Record<string, unknown>): object => ({
  ...withoutNothing(row),
  ...(row.namedConcretes ? { namedConcretes: row.namedConcretes } : {}),
});
