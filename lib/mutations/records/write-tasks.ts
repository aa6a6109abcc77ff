import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { benchmark, task } from '@/db/schema';
import { recordset } from './recordset';
import { nothingWritten, type WriteCount, type WriteScope } from './writable';

export interface WantedTask {
  benchmark: string;
  task: string;
  text: string | null;
}

/** Finds the ids of benchmarks by name and makes the missing ones. */
export async function benchmarkIds(
  tx: Transaction,
  { studyId, known }: Pick<WriteScope, 'studyId' | 'known'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const missing = [...new Set(names)].filter((name) => !known.benchmarks.has(name));
  if (missing.length === 0) return known.benchmarks;
  await tx
    .insert(benchmark)
    .values(missing.map((name) => ({ studyId, name })))
    .onConflictDoNothing();
  const rows = await tx
    .select({ id: benchmark.id, name: benchmark.name })
    .from(benchmark)
    .where(and(eq(benchmark.studyId, studyId), inArray(benchmark.name, missing)));
  for (const { id, name } of rows) known.benchmarks.set(name, id);
  return known.benchmarks;
}

/** By benchmark and task. */
export type TaskIds = (benchmarkName: string, taskName: string) => string;

/** Finds or makes tasks; a text that is known fills a gap but never replaces another text. */
export async function writeTasks(
  tx: Transaction,
  scope: Pick<WriteScope, 'studyId' | 'known'>,
  wanted: readonly WantedTask[],
): Promise<{ idOf: TaskIds; count: WriteCount }> {
  const merged = new Map<string, WantedTask>();
  for (const one of wanted) {
    const key = `${one.benchmark}\u0000${one.task}`;
    merged.set(key, { ...one, text: merged.get(key)?.text ?? one.text });
  }
  const tasks = [...merged.values()];
  const benchmarks = await benchmarkIds(
    tx,
    scope,
    tasks.map((t) => t.benchmark),
  );
  const keyOf = (benchmarkName: string, taskName: string) => `${benchmarks.get(benchmarkName)} ${taskName}`;
  const idOf: TaskIds = (benchmarkName, taskName) => {
    const found = scope.known.tasks.get(keyOf(benchmarkName, taskName));
    if (!found) throw new RangeError(`task ${taskName} of ${benchmarkName} was not written`);
    return found.id;
  };
  const open = tasks.filter(({ benchmark: name, task: taskName, text }) => {
    const found = scope.known.tasks.get(keyOf(name, taskName));
    return !found || (text !== null && !found.hasText);
  });
  const count = open.length === 0 ? nothingWritten : await upsertTasks(tx, scope, open, benchmarks);
  return { idOf, count: { ...count, unchanged: count.unchanged + tasks.length - open.length } };
}

async function upsertTasks(
  tx: Transaction,
  { studyId, known }: Pick<WriteScope, 'studyId' | 'known'>,
  tasks: readonly WantedTask[],
  benchmarks: ReadonlyMap<string, string>,
): Promise<WriteCount> {
  const rows = tasks.map((t) => ({ benchmarkId: benchmarks.get(t.benchmark), name: t.task, text: t.text }));
  const columns = { benchmarkId: 'uuid', name: 'text', text: 'text' };
  const touched = await tx.execute<{ added: boolean }>(sql`
    insert into ${task} (study_id, benchmark_id, external_id, text)
    select ${studyId}, "benchmarkId", name, text from ${recordset('given', columns, rows)}
    on conflict (benchmark_id, external_id) do update set text = excluded.text
      where ${task.text} is null and excluded.text is not null
    returning xmax = 0 as added`);
  const found = await tx.execute<{ id: string; benchmarkId: string; name: string; hasText: boolean }>(sql`
    select t.id, given."benchmarkId", given.name, t.text is not null as "hasText"
    from ${recordset('given', columns, rows)}
    join ${task} t on t.benchmark_id = given."benchmarkId" and t.external_id = given.name`);
  for (const { id, benchmarkId, name, hasText } of found.rows)
    known.tasks.set(`${benchmarkId} ${name}`, { id, hasText });
  const added = touched.rows.filter((row) => row.added).length;
  const changed = touched.rows.length - added;
  return { added, changed, unchanged: tasks.length - added - changed };
}
