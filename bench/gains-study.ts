import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, condition, task, trial } from '@/db/schema';
import { seededRandom } from '@/lib/core/random';
import { gatherStatistics } from '@/lib/mutations/gather-statistics';
import { createStudy } from '@/lib/mutations/studies';

export interface StudySize {
  conditions: number;
  tasks: number;
  attempts: number;
  benchmarks: number;
}

/** As large as studies are expected to be. */
export const fullSize: StudySize = { conditions: 30, tasks: 1_000, attempts: 3, benchmarks: 6 };

/** Outcomes of a made study, the same for the same seed: `passed` in the order condition, task, attempt. */
export function drawPasses({ conditions, tasks, attempts }: StudySize, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const difficulty = Array.from({ length: tasks }, random);
  return Uint8Array.from({ length: conditions * tasks * attempts }, (_, i) => {
    const t = Math.floor(i / attempts) % tasks;
    const c = Math.floor(i / (attempts * tasks));
    return Number(random() < difficulty[t]! + 0.004 * c);
  });
}

/** Writes such a study as an import would; @returns its id */
export async function writeGainsStudy(db: Db, size: StudySize, passed: Uint8Array): Promise<string> {
  const { id: studyId } = await createStudy(db, { name: 'Made' });
  const benchmarks = await db
    .insert(benchmark)
    .values(Array.from({ length: size.benchmarks }, (_, b) => ({ studyId, name: `bench-${b}` })))
    .returning();
  const tasks = await db
    .insert(task)
    .values(
      Array.from({ length: size.tasks }, (_, t) => ({
        studyId,
        benchmarkId: benchmarks[t % size.benchmarks]!.id,
        externalId: `task-${t}`,
      })),
    )
    .returning();
  const conditions = await db
    .insert(condition)
    .values(
      Array.from({ length: size.conditions }, (_, c) => ({
        studyId,
        label: c === 0 ? 'zero-shot' : `memory ${c}`,
        position: c,
        settings: { memoryType: c === 0 ? ('none' as const) : ('insight' as const) },
      })),
    )
    .returning();
  const rows = Array.from(passed, (p, i) => ({
    studyId,
    taskId: tasks[Math.floor(i / size.attempts) % size.tasks]!.id,
    conditionId: conditions[Math.floor(i / (size.attempts * size.tasks))]!.id,
    source: 'made',
    externalId: String(i),
    attempt: i % size.attempts,
    reward: p,
    inputTokens: 20_000 + ((i * 7919) % 30_000),
    outputTokens: 1_000 + ((i * 104_729) % 2_000),
    costUsd: 0.01 + ((i * 31) % 100) / 5_000,
  }));
  for (let start = 0; start < rows.length; start += 2_000)
    await db.insert(trial).values(rows.slice(start, start + 2_000));
  await db.execute(sql`analyze`);
  // As an import ends.
  await gatherStatistics(db);
  return studyId;
}
