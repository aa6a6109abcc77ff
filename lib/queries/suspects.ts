import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationResult, benchmark, memory, task } from '@/db/schema';
import type { LeakageEvidence, LeakageKind } from '@/lib/core/retrieval/leakage';
import type { MemoryType } from '@/lib/core/vocabulary';

export const suspectsPerPage = 50;

/** `suspects` are those with evidence of another kind than the time; `any` are those with any. */
export type SuspectFilter = 'suspects' | 'any' | LeakageKind;

export const suspectOrders = ['score', 'task', 'memory', 'arms'] as const;
export type SuspectOrder = (typeof suspectOrders)[number];

export interface SuspectQuestion {
  kind?: SuspectFilter | undefined;
  sort?: SuspectOrder | undefined;
  /** Against the natural order: strongest first, names from A, most arms first. */
  reverse?: boolean | undefined;
  /** 1-based; left out, all are given. */
  page?: number | undefined;
}

/** A memory that some arm retrieved for a task with evidence against it. */
export interface SuspectRow extends Record<string, unknown> {
  taskId: string;
  benchmark: string;
  task: string;
  memoryId: string;
  /** Null for a memory that was deleted since. */
  title: string | null;
  type: MemoryType | null;
  sourceBenchmark: string | null;
  sourceTask: string | null;
  /** Every kind once, strongest first. */
  evidence: LeakageEvidence[];
  /** Places of the arms that retrieve it. */
  arms: number[];
}

const columns: Record<SuspectOrder, [expression: SQL, descending: boolean]> = {
  score: [sql`p.score`, true],
  task: [sql`b.name || ' ' || t.external_id`, false],
  memory: [sql`m.title`, false],
  arms: [sql`cardinality(p.arms)`, true],
};

/**
 * What speaks against memories that the arms of an ablation retrieve, a row for each task and memory.
 *
 * @returns one page, and how many rows there are in all
 */
export async function listSuspects(
  db: Db,
  ablationId: string,
  { kind = 'suspects', sort = 'score', reverse = false, page }: SuspectQuestion = {},
): Promise<{ rows: SuspectRow[]; total: number }> {
  const [column, descending] = columns[sort];
  const order = descending === reverse ? sql`asc` : sql`desc`;
  const wanted =
    kind === 'any'
      ? sql`true`
      : kind === 'suspects'
        ? sql`bool_or(kind <> 'later')`
        : sql`bool_or(kind = ${kind})`;
  const limit =
    page === undefined ? sql`` : sql`limit ${suspectsPerPage} offset ${(page - 1) * suspectsPerPage}`;
  const found = await db.execute<SuspectRow & { total: number }>(sql`
    with found as materialized (
      select r.task_id, (h->>'memoryId')::uuid as memory_id, r.arm, e->>'kind' as kind,
        (e->>'score')::float8 as score, e->>'detail' as detail
      from ${ablationResult} r cross join lateral jsonb_array_elements(r.hits) h
        cross join lateral jsonb_array_elements(h->'evidence') e
      where r.ablation_id = ${ablationId}::uuid and r.hits @? '$[*].evidence'
    ), kinds as (
      select task_id, memory_id, kind, max(score) as score, max(detail) as detail
      from found group by task_id, memory_id, kind
    ), arms as (
      select task_id, memory_id, array_agg(distinct arm order by arm) as arms
      from found group by task_id, memory_id
    ), pairs as (
      select task_id, memory_id, max(score) as score,
        jsonb_agg(jsonb_build_object('kind', kind, 'score', score, 'detail', detail)
          order by score desc, kind) as evidence
      from kinds group by task_id, memory_id having ${wanted}
    )
    select p.task_id as "taskId", b.name as benchmark, t.external_id as task, p.memory_id as "memoryId",
      m.title, m.type, m.source_benchmark as "sourceBenchmark", m.source_task as "sourceTask",
      p.evidence, p.arms, count(*) over ()::int as total
    from (select pairs.*, arms.arms from pairs join arms using (task_id, memory_id)) p
    join ${task} t on t.id = p.task_id join ${benchmark} b on b.id = t.benchmark_id
    left join ${memory} m on m.id = p.memory_id
    order by ${column} ${order} nulls last, b.name, t.external_id, p.score desc, p.memory_id ${limit}`);
  const rows = found.rows.map(({ total: _, ...row }) => row);
  return { rows, total: found.rows[0]?.total ?? 0 };
}
