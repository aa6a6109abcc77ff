import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { benchmark, task } from '@/db/schema';
import { recordset } from './recordset';
import { nothingWritten, type WriteCount } from './writable';

export interface WantedTask {
  benchmark: string;
  task: string;
  text: string | null;
}

/** Finds the ids of benchmarks by name and makes the missing ones. */
export async function benchmarkIds(
  tx: Transaction,
  studyId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  await tx
    .insert(benchmark)
    .values(names.map((name) => ({ studyId, name })))
    .onConflictDoNothing();
  const rows = await tx
    .select({ id: benchmark.id, name: benchmark.name })
    .from(benchmark)
    .where(and(eq(benchmark.studyId, studyId), inArray(benchmark.name, [...names])));
  return new Map(rows.map((r) => [r.name, r.id]));
}

/** By benchmark and task. */
export type TaskIds = (benchmarkName: string, taskName: string) => string;

/** Finds or makes tasks; a text that is known fills a gap but never replaces another text. */
export async function writeTasks(
  tx: Transaction,
  studyId: string,
  wanted: readonly WantedTask[],
): Promise<{ idOf: TaskIds; count: WriteCount }> {
  const merged = new Map<string, WantedTask>();
  for (const one of wanted) {
    const key = `${one.benchmark}\u0000${one.task}`;
    merged.set(key, { ...one, text: merged.get(key)?.text ?? one.text });
  }
  const tasks = [...merged.values()];
  const benchmarks = await benchmarkIds(tx, studyId, [...new Set(tasks.map((t) => t.benchmark))]);
  const ids = new Map<string, string>();
  const idOf: TaskIds = (benchmarkName, taskName) => {
    const id = ids.get(`${benchmarks.get(benchmarkName)} ${taskName}`);
    if (id === undefined) throw new RangeError(`task ${taskName} of ${benchmarkName} was not written`);
    return id;
  };
  if (tasks.length === 0) return { idOf, count: nothingWritten };

  const rows = tasks.map((t) => ({ benchmarkId: benchmarks.get(t.benchmark), name: t.task, text: t.text }));
  const columns = { benchmarkId: 'uuid', name: 'text', text: 'text' };
  const touched = await tx.execute<{ added: boolean }>(sql`
    insert into ${task} (study_id, benchmark_id, external_id, text)
    select ${studyId}, "benchmarkId", name, text from ${recordset('given', columns, rows)}
    on conflict (benchmark_id, external_id) do update set text = excluded.text
      where ${task.text} is null and excluded.text is not null
    returning xmax = 0 as added`);
  const found = await tx.execute<{ id: string; benchmarkId: string; name: string }>(sql`
    select t.id, given."benchmarkId", given.name from ${recordset('given', columns, rows)}
    join ${task} t on t.benchmark_id = given."benchmarkId" and t.external_id = given.name`);
  for (const row of found.rows) ids.set(`${row.benchmarkId} ${row.name}`, row.id);
  const added = touched.rows.filter((row) => row.added).length;
  const changed = touched.rows.length - added;
  return { idOf, count: { added, changed, unchanged: tasks.length - added - changed } };
}
