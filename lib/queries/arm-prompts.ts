import { and, asc, count, eq, inArray, isNotNull, sql } from 'drizzle-orm';
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

export interface PromptArm {
  ablationId: string;
  studyId: string;
  arm: AblationArmRow;
  poolHash: string | null;
  codeVersion: string | null;
  taskCount: number;
}

export interface ArmPrompts {
  head: PromptArm;
  /** By benchmark and name, read while they are taken: memories that are trajectories are large. */
  tasks: AsyncGenerator<TaskPrompt>;
}

/** Tasks whose memories are read at once. */
const tasksPerRead = 50;

/**
 * The prompt block of every task under one arm of an ablation.
 *
 * @throws AppError `not-found` for an unknown ablation or arm, `conflict` while the arm has not run; `tasks` throws
 *   `conflict` where a memory was deleted since
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
  const ofArm = and(eq(ablationResult.ablationId, ablationId), eq(ablationResult.arm, arm));
  const [failed] = await db
    .select({ reason: ablationResult.reason })
    .from(ablationResult)
    .where(and(ofArm, isNotNull(ablationResult.reason)))
    .limit(1);
  if (failed) {
    throw new AppError('conflict', `This arm could not search: ${failed.reason}`, {
      hint: 'Runs with its prompts would be runs without memories. Take another method, or embed the memories first.',
    });
  }
  const [counted] = await db.select({ n: count() }).from(ablationResult).where(ofArm);
  const { studyId, poolHash, codeVersion } = ablation;
  return {
    head: { ablationId, studyId, arm: found, poolHash, codeVersion, taskCount: counted!.n },
    tasks: readPrompts(db, ofArm),
  };
}

async function* readPrompts(db: Db, ofArm: ReturnType<typeof and>): AsyncGenerator<TaskPrompt> {
  for (let after: { benchmark: string; task: string } | undefined; ; ) {
    const results = await db
      .select({ task: task.externalId, benchmark: benchmark.name, hits: ablationResult.hits })
      .from(ablationResult)
      .innerJoin(task, eq(task.id, ablationResult.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(
        after
          ? and(
              ofArm,
              sql`(${benchmark.name}, ${task.externalId}) > (${after.benchmark}::text, ${after.task}::text)`,
            )
          : ofArm,
      )
      .orderBy(asc(benchmark.name), asc(task.externalId))
      .limit(tasksPerRead);
    const ids = [...new Set(results.flatMap(({ hits }) => hits.map(({ memoryId }) => memoryId)))];
    const rows = ids.length > 0 ? await db.select().from(memory).where(inArray(memory.id, ids)) : [];
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { hits, ...named } of results) {
      const present = hits.flatMap(({ memoryId, rewritten }) => {
        const row = byId.get(memoryId);
        return row ? [{ ...row, rewritten }] : [];
      });
      if (present.length < hits.length) {
        throw new AppError('conflict', 'A memory that the arm retrieved was deleted since.', {
          hint: 'Run the ablation again.',
        });
      }
      const memories = hits.map(({ memoryId, score }, i) => ({ id: memoryId, rank: i + 1, score }));
      yield { ...named, promptBlock: promptBlock(present), memories };
    }
    after = results.at(-1);
    if (results.length < tasksPerRead) return;
  }
}
