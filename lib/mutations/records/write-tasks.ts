import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { benchmark, task } from '@/db/schema';
import { recordset } from './recordset';
import { nothingWritten, type WriteCount, type WriteScope } from './writable';

export interface WantedTask {
  benchmark: string;
  task: string;
  text: string | null;
  answer?: string | null;
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

/** The longer of two answers, so that it does not matter which came first: the audit misses less by it. */
const longer = (one: string | null = null, other: string | null = null): string | null =>
  (other?.length ?? 0) > (one?.length ?? 0) ? other : one;

/**
 * Finds or makes tasks; a text that is known fills a gap but never replaces another text, and of answers the longest
 * stays.
 */
export async function writeTasks(
  tx: Transaction,
  scope: Pick<WriteScope, 'studyId' | 'known'>,
  wanted: readonly WantedTask[],
): Promise<{ idOf: TaskIds; count: WriteCount }> {
  const merged = new Map<string, WantedTask>();
  for (const one of wanted) {
    const key = `${one.benchmark}\u0000${one.task}`;
    const earlier = merged.get(key);
    merged.set(key, {
      ...one,
      text: earlier?.text ?? one.text,
      answer: longer(earlier?.answer, one.answer),
    });
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
  const open = tasks.filter(({ benchmark: name, task: taskName, text, answer }) => {
    const found = scope.known.tasks.get(keyOf(name, taskName));
    return !found || (text !== null && !found.hasText) || (answer?.length ?? 0) > found.answerChars;
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
  const rows = tasks.map((t) => ({
    benchmarkId: benchmarks.get(t.benchmark),
    name: t.task,
    text: t.text,
    answer: t.answer ?? null,
  }));
  const columns = { benchmarkId: 'uuid', name: 'text', text: 'text', answer: 'text' };
  const isLonger = sql`length(excluded.answer) > coalesce(length(${task.answer}), 0)`;
  const touched = await tx.execute<{ added: boolean }>(sql`
    insert into ${task} (study_id, benchmark_id, external_id, text, answer)
    select ${studyId}, "benchmarkId", name, text, answer from ${recordset('given', columns, rows)}
    on conflict (benchmark_id, external_id) do update set text = coalesce(${task.text}, excluded.text),
      answer = case when ${isLonger} then excluded.answer else ${task.answer} end
      where (${task.text} is null and excluded.text is not null) or ${isLonger}
    returning xmax = 0 as added`);
  const found = await tx.execute<{
    id: string;
    benchmarkId: string;
    name: string;
    hasText: boolean;
    answerChars: number;
  }>(sql`
    select t.id, given."benchmarkId", given.name, t.text is not null as "hasText",
      coalesce(length(t.answer), 0) as "answerChars"
    from ${recordset('given', columns, rows)}
    join ${task} t on t.benchmark_id = given."benchmarkId" and t.external_id = given.name`);
  for (const { id, benchmarkId, name, hasText, answerChars } of found.rows)
    known.tasks.set(`${benchmarkId} ${name}`, { id, hasText, answerChars });
  const added = touched.rows.filter((row) => row.added).length;
  const changed = touched.rows.length - added;
  return { added, changed, unchanged: tasks.length - added - changed };
}
