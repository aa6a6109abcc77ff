import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationResult, relevanceMark, task } from '@/db/schema';
import {
  handJudge,
  labelSourceName,
  type RelevanceGrade,
  type UpliftSource,
} from '@/lib/core/retrieval/relevance';
import type { Kappa } from '@/lib/core/statistics/cohens-kappa';
import { weightedKappa } from '@/lib/core/statistics/weighted-kappa';
import { countUplifts, listTaskUplifts, type MemoryUplift } from './list-uplifts';

export interface RelevanceMarkRow {
  /** `hand`, or a model with its prompt. */
  judge: string;
  grade: RelevanceGrade;
  reason: string | null;
}

/** What is known of the relevance of memories for one task, by memory id. Plain, so that it reaches the browser. */
export interface TaskRelevance {
  taskId: string;
  marks: Record<string, RelevanceMarkRow[]>;
  uplifts: Record<string, MemoryUplift>;
}

/** All marks of one task, people's first, and the uplifts that its own trials measured. */
export async function getTaskRelevance(db: Db, studyId: string, taskId: string): Promise<TaskRelevance> {
  const [rows, uplifts] = await Promise.all([
    db
      .select()
      .from(relevanceMark)
      .where(eq(relevanceMark.taskId, taskId))
      .orderBy(sql`${relevanceMark.judge} <> ${handJudge}`, asc(relevanceMark.judge)),
    listTaskUplifts(db, studyId, taskId),
  ]);
  const marks: Record<string, RelevanceMarkRow[]> = {};
  for (const { memoryId, judge, grade, reason } of rows) {
    marks[memoryId] ??= [];
    marks[memoryId].push({ judge, grade: grade as RelevanceGrade, reason });
  }
  const measured = Object.entries(uplifts[0]?.memories ?? {});
  return {
    taskId,
    marks,
    uplifts: Object.fromEntries(measured.map(([id, [uplift, trialCount]]) => [id, { uplift, trialCount }])),
  };
}

/** Something that says of memories whether they are relevant, and how much it says about an ablation's tasks. */
export interface LabelSource {
  id: string;
  name: string;
  /** Labels on the tasks of the ablation; for `uplift-memory`, memories that are labelled for every task. */
  labels: number;
  /** Tasks with a label. */
  tasks: number;
}

/** Every source of labels for an ablation: people, judges by name, measured uplifts. People are listed without a mark, too. */
export async function listLabelSources(db: Db, studyId: string, ablationId: string): Promise<LabelSource[]> {
  const own = sql`(select distinct task_id from ${ablationResult} where ablation_id = ${ablationId}::uuid)`;
  const [judges, taskCount, measured] = await Promise.all([
    db.execute<{ judge: string; labels: number; tasks: number }>(sql`
      select judge, count(*)::int as labels, count(distinct task_id)::int as tasks from ${relevanceMark}
      where task_id in ${own} group by judge order by judge`),
    db.execute<{ n: number }>(sql`select count(*)::int as n from ${own} tasks`),
    countUplifts(db, studyId),
  ]);
  const found = judges.rows.map(({ judge, ...counts }) => toSource(judge, counts));
  const hand = found.find(({ id }) => id === handJudge) ?? toSource(handJudge, { labels: 0, tasks: 0 });
  const uplift = (id: UpliftSource, labels: number, tasks: number) => toSource(id, { labels, tasks });
  return [
    hand,
    ...found.filter(({ id }) => id !== handJudge),
    uplift('uplift-task', measured.pairs, measured.tasks),
    uplift('uplift-memory', measured.memories, measured.memories > 0 ? taskCount.rows[0]!.n : 0),
  ];
}

const toSource = (id: string, counts: { labels: number; tasks: number }): LabelSource => ({
  id,
  name: labelSourceName(id),
  ...counts,
});

/** How far a judge agrees with people on the memories that both graded, over the whole study. */
export interface RelevanceAgreement {
  judge: string;
  /** Grades of people (rows) and of the judge (columns), 0 to 2. */
  counts: number[][];
  compared: number;
  /** Of these, graded alike. */
  alike: number;
  kappa: Kappa;
}

/** The agreement of every judge with marks set by hand, by the judge's name. */
export async function listRelevanceAgreement(db: Db, studyId: string): Promise<RelevanceAgreement[]> {
  const found = await db.execute<{ judge: string; hand: number | null; said: number; n: number }>(sql`
    select j.judge, h.grade as hand, j.grade as said, count(*)::int as n
    from ${relevanceMark} j join ${task} t on t.id = j.task_id and t.study_id = ${studyId}
      left join ${relevanceMark} h on h.task_id = j.task_id and h.memory_id = j.memory_id and h.judge = ${handJudge}
    where j.judge <> ${handJudge} group by j.judge, h.grade, j.grade order by j.judge`);
  return [...new Set(found.rows.map(({ judge }) => judge))].map((judge) => {
    const counts = [0, 1, 2].map((hand) =>
      [0, 1, 2].map(
        (said) =>
          found.rows.find((row) => row.judge === judge && row.hand === hand && row.said === said)?.n ?? 0,
      ),
    );
    const compared = counts.flat().reduce((a, b) => a + b, 0);
    const alike = counts[0]![0]! + counts[1]![1]! + counts[2]![2]!;
    return { judge, counts, compared, alike, kappa: weightedKappa(counts) };
  });
}

/** Marks of one judge on the tasks of an ablation: memory id to grade, by task id; with their content hash. */
export async function loadMarks(
  db: Db,
  ablationId: string,
  judge: string,
): Promise<{ task: string; grades: Record<string, number> }[]> {
  const found = await db.execute<{ task: string; grades: Record<string, number> }>(sql`
    select task_id as task, jsonb_object_agg(memory_id, grade) as grades from ${relevanceMark}
    where judge = ${judge}
      and task_id in (select distinct task_id from ${ablationResult} where ablation_id = ${ablationId}::uuid)
    group by task_id order by task_id`);
  return found.rows;
}

/** Content hash of the marks of one judge on the tasks of an ablation. */
export async function hashMarks(db: Db, ablationId: string, judge: string): Promise<string> {
  const rows = await db
    .select({
      hash: sql<string>`coalesce(md5(string_agg(${relevanceMark.taskId}::text || ${relevanceMark.memoryId}::text || ${relevanceMark.grade}::text, ',' order by ${relevanceMark.taskId}, ${relevanceMark.memoryId})), '')`,
    })
    .from(relevanceMark)
    .where(
      and(
        eq(relevanceMark.judge, judge),
        sql`${relevanceMark.taskId} in (select distinct task_id from ${ablationResult} where ablation_id = ${ablationId}::uuid)`,
      ),
    );
  return rows[0]!.hash;
}
