import { and, asc, desc, eq, ilike, inArray, isNotNull, or } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablation, ablationArm, ablationResult, benchmark, memory, task } from '@/db/schema';
import type { LlmUse } from '@/lib/core/llm-use';
import type { AgreementMatrix } from '@/lib/core/retrieval/agreement-matrix';
import type { ArmSummary } from '@/lib/core/retrieval/arm-summary';
import type { Asked } from '@/lib/core/retrieval/asked';
import { armLabels } from '@/lib/core/retrieval/grid';
import type { LeakageEvidence } from '@/lib/core/retrieval/leakage';
import { promptBlock } from '@/lib/core/retrieval/prompt-block';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';
import { settingSchema } from '@/lib/core/retrieval/setting-schema';
import type { TwinChange } from '@/lib/core/retrieval/suspect-twins';
import type { MemoryType } from '@/lib/core/vocabulary';
import { getJobs, type JobRow } from './jobs';
import { likePattern } from './like-pattern';

/** Figures over all arms. */
export interface AblationSummary {
  model: string | null;
  memoryCount: number;
  taskCount: number;
  agreement: AgreementMatrix;
  /** What arms retrieve otherwise without suspects; left out by older versions. */
  twins?: TwinChange[];
}

export interface AblationArmRow {
  index: number;
  label: string;
  settings: RetrievalSetting;
  /** Null while the arm waits. */
  summary: ArmSummary | null;
}

export interface AblationRow {
  id: string;
  studyId: string;
  name: string;
  arms: AblationArmRow[];
  /** Null until all arms have run. */
  summary: AblationSummary | null;
  /** The language model of arms that ask one. */
  llm: LlmUse | null;
  poolHash: string | null;
  codeVersion: string | null;
  createdAt: Date;
  job: JobRow | null;
}

type Stored = typeof ablation.$inferSelect;

async function toRows(db: Db, stored: readonly Stored[]): Promise<AblationRow[]> {
  if (stored.length === 0) return [];
  const ids = stored.map(({ id }) => id);
  const [jobs, arms] = await Promise.all([
    getJobs(
      db,
      stored.map(({ jobId }) => jobId),
    ),
    db.select().from(ablationArm).where(inArray(ablationArm.ablationId, ids)).orderBy(asc(ablationArm.arm)),
  ]);
  return stored.map(({ jobId, spec, ...row }) => {
    const own = arms.filter(({ ablationId }) => ablationId === row.id);
    const settings = own.map((arm) => settingSchema.parse(arm.settings));
    const labels = armLabels(settings);
    return {
      ...row,
      llm: spec.llm ?? null,
      arms: own.map(({ arm, summary }, i) => ({
        index: arm,
        label: labels[i]!,
        settings: settings[i]!,
        summary: summary as unknown as ArmSummary | null,
      })),
      summary: row.summary as unknown as AblationSummary | null,
      job: jobId ? (jobs.get(jobId) ?? null) : null,
    };
  });
}

/** The study's ablations, newest first. */
export async function listAblations(db: Db, studyId: string): Promise<AblationRow[]> {
  const rows = await db
    .select()
    .from(ablation)
    .where(eq(ablation.studyId, studyId))
    .orderBy(desc(ablation.createdAt))
    .limit(50);
  return toRows(db, rows);
}

/** One ablation with the figures of its arms; null when there is none. */
export async function getAblation(db: Db, id: string): Promise<AblationRow | null> {
  const rows = await db.select().from(ablation).where(eq(ablation.id, id));
  return (await toRows(db, rows))[0] ?? null;
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
    .selectDistinct({ id: task.id, externalId: task.externalId, benchmark: benchmark.name })
    .from(ablationResult)
    .innerJoin(task, eq(task.id, ablationResult.taskId))
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(
      and(
        eq(ablationResult.ablationId, ablationId),
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
  evidence: LeakageEvidence[];
  /** The memory as it was rewritten for the task. */
  rewritten: string | null;
  /** Its rank by the search alone; null where nothing was ranked anew. */
  searchRank: number | null;
}

export interface AblationTask {
  task: AblationTaskRow & { text: string | null };
  queryText: string;
  arms: {
    arm: number;
    durationMs: number;
    /** Memories it could be chosen from; null for results of older versions. */
    candidateCount: number | null;
    reason: string | null;
    /** What was asked of language models for it; null where none was. */
    asked: Asked | null;
    hits: AblationHitRow[];
    /** What the memories would look like in the agent's prompt; '' without any. */
    promptBlock: string;
  }[];
}

/**
 * What arms retrieved for one task; null when the task was not part of it.
 *
 * @param arms  which, in this order; all when left out
 */
export async function getAblationTask(
  db: Db,
  ablationId: string,
  taskId: string,
  arms?: readonly number[],
): Promise<AblationTask | null> {
  const [results, tasks] = await Promise.all([
    db
      .select()
      .from(ablationResult)
      .where(
        and(
          eq(ablationResult.ablationId, ablationId),
          eq(ablationResult.taskId, taskId),
          arms ? inArray(ablationResult.arm, [...arms]) : undefined,
        ),
      )
      .orderBy(asc(ablationResult.arm)),
    db
      .select({ id: task.id, externalId: task.externalId, benchmark: benchmark.name, text: task.text })
      .from(task)
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(eq(task.id, taskId)),
  ]);
  if (!results[0] || !tasks[0]) return null;
  const ids = [...new Set(results.flatMap((r) => r.hits.map((h) => h.memoryId)))];
  const memories = ids.length ? await db.select().from(memory).where(inArray(memory.id, ids)) : [];
  const byId = new Map(memories.map((m) => [m.id, m]));
  const inOrder = arms ? arms.flatMap((arm) => results.find((result) => result.arm === arm) ?? []) : results;
  return {
    task: tasks[0],
    queryText: results[0].queryText,
    arms: inOrder.map((r) => {
      // A memory may have been deleted since; its rank stays visible as a gap.
      const found = r.hits.flatMap((hit, i) => {
        const m = byId.get(hit.memoryId);
        return m ? [{ hit, memory: m, rank: i + 1 }] : [];
      });
      return {
        arm: r.arm,
        durationMs: r.durationMs,
        candidateCount: r.candidateCount,
        reason: r.reason,
        asked: r.asked,
        hits: found.map(({ hit, memory: m, rank }) => ({
          rank,
          ...hit,
          evidence: hit.evidence ?? [],
          rewritten: hit.rewritten ?? null,
          searchRank: r.candidates
            ? r.candidates.findIndex(({ memoryId }) => memoryId === hit.memoryId) + 1
            : null,
          title: m.title,
          type: m.type,
          sourceBenchmark: m.sourceBenchmark,
          success: m.success,
        })),
        promptBlock: promptBlock(found.map((one) => ({ ...one.memory, rewritten: one.hit.rewritten }))),
      };
    }),
  };
}

/** The models that wrote memories of a study. */
export async function listWriters(db: Db, studyId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ model: memory.sourceModel })
    .from(memory)
    .where(and(eq(memory.studyId, studyId), isNotNull(memory.sourceModel)))
    .orderBy(asc(memory.sourceModel));
  return rows.map(({ model }) => model!);
}
