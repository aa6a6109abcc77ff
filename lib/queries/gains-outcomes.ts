import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, task, trial } from '@/db/schema';
import { rewardState, rewardStates } from '@/lib/core/gains/missing';
import { type Outcomes, type TrialColumns, toTrials } from '@/lib/core/gains/outcomes';
import type { GainsTrial } from '@/lib/core/gains/report';
import { keptAnswers } from './kept-answers';

/** JSON has no word for what is no number, so the database writes it as a text. */
type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity' | null;

interface Row extends Record<string, unknown> {
  /** Null in the row that holds the tasks. */
  condition: string | null;
  tasks: string | null;
  task: string | null;
  reward: string | null;
  exception: string | null;
  attempt: string | null;
  tokens: string | null;
  cost: string | null;
}

/** What a study's outcomes depend on. */
export interface StudyState {
  id: string;
  createdAt: Date;
  revision: number;
}

// Some four megabytes for a hundred thousand trials.
const kept = keptAnswers<Outcomes>('outcomes of gains', 4);

/**
 * The outcomes of a study by column, kept until it changes. One row per condition comes from the database, its trials as
 * arrays: a tenth of the time that a row per trial takes.
 */
export const loadGainsOutcomes = (db: Db, { id, createdAt, revision }: StudyState): Promise<Outcomes> =>
  kept([id, createdAt, revision], () => read(db, id));

/** Trial outcomes of a study, one by one. */
export async function loadOutcomes(db: Db, studyId: string): Promise<GainsTrial[]> {
  return toTrials(await read(db, studyId));
}

async function read(db: Db, studyId: string): Promise<Outcomes> {
  const array = (column: unknown) => sql`array_to_json(array_agg(${column}))::text`;
  const { rows } = await db.execute<Row>(sql`
    with numbered as materialized (
      select ${task.id} as id, ${task.externalId} as name, ${benchmark.name} as benchmark,
        row_number() over (order by ${task.id}) - 1 as place
      from ${task} join ${benchmark} on ${benchmark.id} = ${task.benchmarkId}
      where ${task.studyId} = ${studyId}
    )
    select null as condition,
      (select json_agg(json_build_array(benchmark, name) order by place)::text from numbered) as tasks,
      null as task, null as reward, null as exception, null as attempt, null as tokens, null as cost
    union all
    select ${trial.conditionId}::text, null, ${array(sql`numbered.place`)}, ${array(trial.reward)},
      ${array(trial.exceptionType)}, ${array(trial.attempt)},
      ${array(sql`${trial.inputTokens} + ${trial.outputTokens}`)}, ${array(trial.costUsd)}
    from ${trial} join numbered on numbered.id = ${trial.taskId}
    where ${trial.studyId} = ${studyId}
    group by ${trial.conditionId}`);
  const parse = <T>(text: string | null): T[] => JSON.parse(text ?? '[]') ?? [];
  const tasks = parse<[benchmark: string, name: string]>(rows.find((row) => row.tasks)?.tasks ?? null);
  const conditions = rows
    .filter((row) => row.condition !== null)
    .map((row) => ({
      id: row.condition!,
      task: parse<number>(row.task),
      reward: parse<JsonNumber>(row.reward),
      exception: parse<string | null>(row.exception),
      attempt: parse<number | null>(row.attempt),
      tokens: parse<JsonNumber>(row.tokens),
      cost: parse<JsonNumber>(row.cost),
    }));
  // Places as Outcomes has them, of tasks that have a trial.
  const used = new Set(conditions.flatMap(({ task }) => task));
  const [less, equal] = [-1, 0];
  const byText = (a: string, b: string) => (a < b ? less : a === b ? equal : 1);
  const sorted = [...used].sort(
    (a, b) => byText(tasks[a]![0], tasks[b]![0]) || byText(tasks[a]![1], tasks[b]![1]),
  );
  const placeOf = new Int32Array(tasks.length);
  sorted.forEach((at, place) => {
    placeOf[at] = place;
  });
  const benchmarks = [...new Set(sorted.map((at) => tasks[at]![0]))];
  const placeOfBenchmark = new Map(benchmarks.map((name, place) => [name, place]));
  const exceptionTypes = [...new Set(conditions.flatMap(({ exception }) => exception))]
    .filter((type) => type !== null)
    .sort();
  const numbers = (values: JsonNumber[]) =>
    Float64Array.from(values, (v) => (v === null ? Number.NaN : Number(v)));
  const columns = (own: (typeof conditions)[number]): TrialColumns => ({
    task: Int32Array.from(own.task, (at) => placeOf[at]!),
    reward: numbers(own.reward),
    state: Uint8Array.from(own.reward, (reward, i) =>
      rewardStates.indexOf(rewardState(reward === null ? null : Number(reward), own.exception[i]!)),
    ),
    exception: Int32Array.from(own.exception, (type) => (type === null ? -1 : exceptionTypes.indexOf(type))),
    attempt: Int32Array.from(own.attempt, (attempt) => attempt ?? -1),
    tokens: numbers(own.tokens),
    costUsd: numbers(own.cost),
  });
  return {
    benchmarks,
    tasks: sorted.map((at) => ({ benchmark: placeOfBenchmark.get(tasks[at]![0])!, name: tasks[at]![1] })),
    exceptionTypes,
    trials: new Map(conditions.map((own) => [own.id, columns(own)])),
  };
}
