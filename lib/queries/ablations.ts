import { and, asc, desc, eq, ilike, inArray, or } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablation, ablationResult, benchmark, memory, task } from '@/db/schema';
import type { AblationArm } from '@/lib/core/retrieval/ablation';
import type { AgreementMatrix } from '@/lib/core/retrieval/agreement-matrix';
import type { ArmSummary } from '@/lib/core/retrieval/arm-summary';
import type { MemoryType } from '@/lib/core/vocabulary';
import { getJobs, type JobRow } from './jobs';
import { likePattern } from './like-pattern';

export interface AblationSummary {
  model: string | null;
  memoryCount: number;
  taskCount: number;
  agreement: AgreementMatrix;
  arms: ArmSummary[];
}

export interface AblationRow {
  id: string;
  studyId: string;
  name: string;
  arms: { index: number; label: string; settings: AblationArm }[];
  summary: AblationSummary | null;
  createdAt: Date;
  job: JobRow | null;
}

/** A short name for an arm: what differs between arms, in reading order. */
export function armLabel(arm: AblationArm): string {
  const types = arm.memoryTypes === null ? 'all types' : arm.memoryTypes.join(' + ');
  return `${arm.method} · ${arm.scope} · ${types} · top ${arm.topN}`;
}

function toRow(r: typeof ablation.$inferSelect, jobs: Map<string, JobRow>): AblationRow {
  const arms = (r.spec as { arms: AblationArm[] }).arms;
  return {
    id: r.id,
    studyId: r.studyId,
    name: r.name,
    arms: arms.map((settings, index) => ({ index, settings, label: armLabel(settings) })),
    summary: r.summary as unknown as AblationSummary | null,
    createdAt: r.createdAt,
    job: r.jobId ? (jobs.get(r.jobId) ?? null) : null,
  };
}

/** The study's ablations, newest first. */
export async function listAblations(db: Db, studyId: string): Promise<AblationRow[]> {
  const rows = await db
    .select()
    .from(ablation)
    .where(eq(ablation.studyId, studyId))
    .orderBy(desc(ablation.createdAt))
    .limit(50);
  const jobs = await getJobs(
    db,
    rows.map((r) => r.jobId),
  );
  return rows.map((r) => toRow(r, jobs));
}

/** One ablation with the figures of its arms; null when there is none. */
export async function getAblation(db: Db, id: string): Promise<AblationRow | null> {
  const rows = await db.select().from(ablation).where(eq(ablation.id, id));
  if (!rows[0]) return null;
  return toRow(rows[0], await getJobs(db, [rows[0].jobId]));
}

export interface AblationTaskRow {
  id: string;
  externalId: string;
  benchmark: string;
}

const listedTasks = 500;

/** The tasks an ablation was run over. */
export function listAblationTasks(
  db: Db,
  ablationId: string,
  { search }: { search?: string | undefined } = {},
): Promise<AblationTaskRow[]> {
  const pattern = search ? likePattern(search) : null;
  return db
    .select({ id: task.id, externalId: task.externalId, benchmark: benchmark.name })
    .from(ablationResult)
    .innerJoin(task, eq(task.id, ablationResult.taskId))
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(
      and(
        eq(ablationResult.ablationId, ablationId),
        eq(ablationResult.arm, 0),
        pattern ? or(ilike(task.externalId, pattern), ilike(benchmark.name, pattern)) : undefined,
      ),
    )
    .orderBy(asc(benchmark.name), asc(task.externalId))
    .limit(listedTasks);
}

export interface AblationHitRow {
  rank: number;
  memoryId: string;
  title: string;
  type: MemoryType;
  sourceBenchmark: string | null;
  success: boolean | null;
  score: number;
  leakage: boolean;
}

export interface AblationTask {
  task: AblationTaskRow & { text: string | null };
  queryText: string;
  arms: { arm: number; durationMs: number; reason: string | null; hits: AblationHitRow[] }[];
}

/** What every arm retrieved for one task; null when the task was not part of it. */
export async function getAblationTask(
  db: Db,
  ablationId: string,
  taskId: string,
): Promise<AblationTask | null> {
  const [results, tasks] = await Promise.all([
    db
      .select()
      .from(ablationResult)
      .where(and(eq(ablationResult.ablationId, ablationId), eq(ablationResult.taskId, taskId)))
      .orderBy(asc(ablationResult.arm)),
    db
      .select({ id: task.id, externalId: task.externalId, benchmark: benchmark.name, text: task.text })
      .from(task)
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(eq(task.id, taskId)),
  ]);
  if (!results[0] || !tasks[0]) return null;
  const ids = [...new Set(results.flatMap((r) => r.hits.map((h) => h.memoryId)))];
  const memories = ids.length
    ? await db
        .select({
          id: memory.id,
          title: memory.title,
          type: memory.type,
          sourceBenchmark: memory.sourceBenchmark,
          success: memory.success,
        })
        .from(memory)
        .where(inArray(memory.id, ids))
    : [];
  const byId = new Map(memories.map((m) => [m.id, m]));
  return {
    task: tasks[0],
    queryText: results[0].queryText,
    arms: results.map((r) => ({
      arm: r.arm,
      durationMs: r.durationMs,
      reason: r.reason,
      // A memory may have been deleted since; its rank stays visible as a gap.
      hits: r.hits.flatMap((h, i) => {
        const m = byId.get(h.memoryId);
        if (!m) return [];
        const { id: _, ...facts } = m;
        return [{ rank: i + 1, ...h, ...facts }];
      }),
    })),
  };
}
