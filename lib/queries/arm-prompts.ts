import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationResult, benchmark, memory, task } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { promptBlock } from '@/lib/core/retrieval/prompt-block';
import { type AblationArmRow, getAblation } from './ablations';

export interface TaskPrompt {
  benchmark: string;
  task: string;
  /** What an agent's prompt gets; '' where nothing was retrieved. */
  promptBlock: string;
  memories: { id: string; rank: number; score: number }[];
}

export interface ArmPrompts {
  ablationId: string;
  studyId: string;
  arm: AblationArmRow;
  poolHash: string | null;
  codeVersion: string | null;
  tasks: TaskPrompt[];
}

/** Tasks whose memories are read at once: contents of trajectories are large. */
const tasksPerRead = 100;

/**
 * The prompt block of every task under one arm of an ablation.
 *
 * @throws AppError `not-found` for an unknown ablation or arm, `conflict` while the arm has not run
 */
export async function getArmPrompts(db: Db, ablationId: string, arm: number): Promise<ArmPrompts> {
  const ablation = await getAblation(db, ablationId);
  const found = ablation?.arms.find(({ index }) => index === arm);
  if (!ablation || !found) throw new AppError('not-found', 'There is no such arm.');
  if (!found.summary) {
    throw new AppError('conflict', 'This arm has not run yet.', {
      hint: 'Run the arms of its ablation that wait, then ask again.',
    });
  }
  if (found.settings.control !== 'none') {
    throw new AppError('conflict', 'This arm is a negative control: its memories are not what it found.', {
      hint: 'Take an arm that is none.',
    });
  }
  const results = await db
    .select({
      task: task.externalId,
      benchmark: benchmark.name,
      hits: ablationResult.hits,
      reason: ablationResult.reason,
    })
    .from(ablationResult)
    .innerJoin(task, eq(task.id, ablationResult.taskId))
    .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
    .where(and(eq(ablationResult.ablationId, ablationId), eq(ablationResult.arm, arm)))
    .orderBy(asc(benchmark.name), asc(task.externalId));
  const failed = results.find(({ reason }) => reason !== null);
  if (failed) {
    throw new AppError('conflict', `This arm could not search: ${failed.reason}`, {
      hint: 'Runs with its prompts would be runs without memories. Take another method, or embed the memories first.',
    });
  }
  const tasks: TaskPrompt[] = [];
  for (let start = 0; start < results.length; start += tasksPerRead) {
    const slice = results.slice(start, start + tasksPerRead);
    const ids = [...new Set(slice.flatMap(({ hits }) => hits.map(({ memoryId }) => memoryId)))];
    const rows = ids.length > 0 ? await db.select().from(memory).where(inArray(memory.id, ids)) : [];
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { hits, reason: _, ...named } of slice) {
      const present = hits.flatMap(({ memoryId, rewritten }) => {
        const row = byId.get(memoryId);
        return row ? [{ ...row, rewritten }] : [];
      });
      if (present.length < hits.length) {
        throw new AppError('conflict', 'A memory that the arm retrieved was deleted since.', {
          hint: 'Run the ablation again.',
        });
      }
      tasks.push({
        ...named,
        promptBlock: promptBlock(present),
        memories: hits.map(({ memoryId, score }, i) => ({ id: memoryId, rank: i + 1, score })),
      });
    }
  }
  const { studyId, poolHash, codeVersion } = ablation;
  return { ablationId, studyId, arm: found, poolHash, codeVersion, tasks };
}
