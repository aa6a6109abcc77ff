import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  benchmark,
  condition,
  embedding,
  memory,
  pool,
  retrieval,
  retrievalHit,
  study,
  task,
  trajectory,
  trial,
} from '@/db/schema';
import { putSteps } from '@/lib/artefacts/steps';
import type {
  ConditionProposal,
  LoggedRetrieval,
  MemoryRecord,
  RetrievalRecord,
  TaskRecord,
  TrialRecord,
} from '@/lib/importers/importer';
import { toBytes } from '@/lib/queries/load-pool';
import { mergeTrials } from './merge-trials';

export type WritableRecord = TrialRecord | MemoryRecord | RetrievalRecord | TaskRecord;

export interface WriteCount {
  added: number;
  changed: number;
  unchanged: number;
}

type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
type TrialRow = typeof trial.$inferInsert;

const digestCharacters = 2_000;
/** The basis that importers give to a label that a person set: it moves trials that were imported before. */
const setByHand = 'set by hand';

const key = (...parts: (string | null)[]) => parts.join('\u0000');

/** Kept as they are: steps go to the artefact store, vectors are bytes. */
const notText = new Set(['trajectory', 'embeddings']);

/** Hostile text made storable: PostgreSQL refuses the NUL character, and lone surrogates in JSON. */
function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\u0000', '\ufffd').toWellFormed() as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, v]) => [storable(name), notText.has(name) ? v : storable(v)]),
  ) as T;
}

async function benchmarkIds(tx: Tx, studyId: string, names: string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  await tx
    .insert(benchmark)
    .values(names.map((name) => ({ studyId, name })))
    .onConflictDoNothing();
  const rows = await tx
    .select({ id: benchmark.id, name: benchmark.name })
    .from(benchmark)
    .where(and(eq(benchmark.studyId, studyId), inArray(benchmark.name, names)));
  return new Map(rows.map((r) => [r.name, r.id]));
}

/** Finds or makes the tasks; a text that is known fills a gap but never replaces another text. */
async function taskIds(
  tx: Tx,
  studyId: string,
  wanted: { benchmark: string; task: string; text: string | null }[],
): Promise<{ ids: Map<string, string>; count: WriteCount }> {
  const merged = new Map<string, { benchmark: string; task: string; text: string | null }>();
  for (const t of wanted) {
    const k = key(t.benchmark, t.task);
    merged.set(k, { ...t, text: merged.get(k)?.text ?? t.text });
  }
  if (merged.size === 0) return { ids: new Map(), count: { added: 0, changed: 0, unchanged: 0 } };
  const benchmarks = await benchmarkIds(tx, studyId, [
    ...new Set([...merged.values()].map((t) => t.benchmark)),
  ]);
  const names = new Map([...benchmarks].map(([name, id]) => [id, name]));
  const touched = await tx
    .insert(task)
    .values(
      [...merged.values()].map((t) => ({
        studyId,
        benchmarkId: benchmarks.get(t.benchmark)!,
        externalId: t.task,
        text: t.text,
      })),
    )
    .onConflictDoUpdate({
      target: [task.benchmarkId, task.externalId],
      set: { text: sql`excluded.text` },
      setWhere: sql`${task.text} is null and excluded.text is not null`,
    })
    .returning({ added: sql<boolean>`xmax = 0` });
  const rows = await tx
    .select({ id: task.id, benchmarkId: task.benchmarkId, externalId: task.externalId })
    .from(task)
    .where(
      and(
        inArray(task.benchmarkId, [...benchmarks.values()]),
        inArray(task.externalId, [...new Set([...merged.values()].map((t) => t.task))]),
      ),
    );
  const added = touched.filter((r) => r.added).length;
  return {
    ids: new Map(rows.map((r) => [key(names.get(r.benchmarkId)!, r.externalId), r.id])),
    count: { added, changed: touched.length - added, unchanged: merged.size - touched.length },
  };
}

/** Finds conditions by their label or by one they had before; makes the missing ones. */
async function conditionIds(
  tx: Tx,
  studyId: string,
  proposals: ConditionProposal[],
): Promise<Map<string, string>> {
  const byLabel = new Map<string, ConditionProposal>();
  for (const p of proposals) if (!byLabel.has(p.label)) byLabel.set(p.label, p);
  if (byLabel.size === 0) return new Map();
  const find = async () => {
    const rows = await tx
      .select({ id: condition.id, label: condition.label, aliases: condition.aliases })
      .from(condition)
      .where(eq(condition.studyId, studyId))
      .orderBy(condition.position, condition.label);
    const ids = new Map<string, string>();
    for (const r of rows) for (const alias of r.aliases) ids.set(alias, r.id);
    for (const r of rows) ids.set(r.label, r.id);
    return { ids, next: rows.length };
  };
  const known = await find();
  const missing = [...byLabel.values()].filter((p) => !known.ids.has(p.label));
  if (missing.length === 0) return known.ids;
  await tx
    .insert(condition)
    .values(
      missing.map((p, i) => ({
        studyId,
        label: p.label,
        basis: p.basis,
        settings: p.settings,
        position: known.next + i,
      })),
    )
    .onConflictDoNothing();
  return (await find()).ids;
}

const digestOf = (record: TrialRecord): string => {
  const steps = record.trajectory?.steps ?? [];
  const first = steps.find((s) => s.source === 'user')?.message ?? '';
  const last = steps.findLast((s) => s.source === 'agent')?.message ?? '';
  return storable(`${first.slice(0, digestCharacters)}\n${last.slice(0, digestCharacters)}`).trim();
};

interface StoredTrajectory {
  format: string;
  artefact: string;
  stepCount: number;
  toolCallCount: number;
  subagents: { label: string; artefact: string; stepCount: number }[];
  digest: string;
}

/** Writes the steps into the artefact store. Outside the transaction: files need no rollback, they are found by content. */
async function storeTrajectory(record: TrialRecord): Promise<StoredTrajectory | null> {
  const { trajectory: log } = record;
  if (!log) return null;
  const subagents = [];
  for (const s of log.subagents ?? []) {
    subagents.push({ label: s.label, artefact: await putSteps(s.steps), stepCount: s.steps.length });
  }
  return {
    format: log.format,
    artefact: await putSteps(log.steps),
    stepCount: log.steps.length,
    toolCallCount: log.steps.reduce((n, s) => n + s.toolCalls.length, 0),
    subagents,
    digest: digestOf(record),
  };
}

/** Fields of which a later record fills or replaces the earlier one's, but never with nothing. */
const trialFacts = [
  'attempt',
  'reward',
  'rewards',
  'exceptionType',
  'exceptionMessage',
  'finished',
  'inputTokens',
  'outputTokens',
  'cachedTokens',
  'costUsd',
  'startedAt',
  'durationMs',
] as const satisfies (keyof TrialRow)[];

function toRow(
  record: TrialRecord,
  ids: { studyId: string; importId: string; taskId: string; conditionId: string },
): TrialRow {
  return {
    ...ids,
    source: record.source,
    externalId: record.externalId,
    attempt: record.attempt,
    reward: record.reward,
    rewards: record.rewards ?? null,
    exceptionType: record.exception?.type ?? null,
    exceptionMessage: record.exception?.message ?? null,
    finished: record.finished,
    inputTokens: record.inputTokens ?? null,
    outputTokens: record.outputTokens ?? null,
    cachedTokens: record.cachedTokens ?? null,
    costUsd: record.costUsd ?? null,
    startedAt: record.startedAt ?? null,
    durationMs: record.durationMs ?? null,
    details: record.details ?? null,
  };
}

async function upsertTrials(tx: Tx, rows: TrialRow[]): Promise<WriteCount> {
  const excluded = (column: { name: string }) => sql.raw(`excluded."${column.name}"`);
  const set = Object.fromEntries(
    trialFacts.map((f) => [f, sql`coalesce(${excluded(trial[f])}, ${trial[f]})`]),
  ) as Record<(typeof trialFacts)[number], ReturnType<typeof sql>>;
  const details = sql`coalesce(${trial.details}, '{}'::jsonb) || coalesce(excluded.details, '{}'::jsonb)`;
  const changes = sql.join(
    [
      ...trialFacts.map(
        (f) => sql`${trial[f]} is distinct from coalesce(${excluded(trial[f])}, ${trial[f]})`,
      ),
      sql`coalesce(${trial.details}, '{}'::jsonb) is distinct from ${details}`,
    ],
    sql` or `,
  );
  const touched = await tx
    .insert(trial)
    .values(rows)
    .onConflictDoUpdate({
      target: [trial.studyId, trial.source, trial.externalId],
      set: { ...set, details },
      setWhere: changes,
    })
    .returning({ added: sql<boolean>`xmax = 0` });
  const added = touched.filter((r) => r.added).length;
  return { added, changed: touched.length - added, unchanged: rows.length - touched.length };
}

async function writeRetrieval(
  tx: Tx,
  studyId: string,
  taskId: string,
  trialId: string | null,
  log: LoggedRetrieval,
) {
  const values = { studyId, taskId, trialId, query: log.query, method: log.method };
  let id: string;
  if (trialId === null) {
    const same = await tx
      .select({ id: retrieval.id })
      .from(retrieval)
      .where(
        and(
          eq(retrieval.taskId, taskId),
          isNull(retrieval.trialId),
          sql`${retrieval.query} is not distinct from ${values.query}`,
        ),
      );
    id = same[0]?.id ?? (await tx.insert(retrieval).values(values).returning({ id: retrieval.id }))[0]!.id;
  } else {
    const rows = await tx
      .insert(retrieval)
      .values(values)
      .onConflictDoUpdate({
        target: retrieval.trialId,
        set: { query: sql`coalesce(excluded.query, ${retrieval.query})` },
      })
      .returning({ id: retrieval.id });
    id = rows[0]!.id;
  }
  if (log.hits.length === 0) return;
  await tx
    .insert(retrievalHit)
    .values(
      log.hits.map((hit) => ({
        retrievalId: id,
        rank: hit.rank,
        score: hit.score,
        memoryExternalId: hit.memoryExternalId,
        text: hit.text,
      })),
    )
    .onConflictDoUpdate({
      target: [retrievalHit.retrievalId, retrievalHit.rank],
      set: {
        score: sql`coalesce(excluded.score, ${retrievalHit.score})`,
        memoryExternalId: sql`coalesce(excluded.memory_external_id, ${retrievalHit.memoryExternalId})`,
        text: sql`excluded.text`,
      },
    });
}

async function writeTrials(
  tx: Tx,
  scope: { studyId: string; importId: string },
  records: { record: TrialRecord; stored: StoredTrajectory | null }[],
  tasks: Map<string, string>,
): Promise<WriteCount> {
  if (records.length === 0) return { added: 0, changed: 0, unchanged: 0 };
  const conditions = await conditionIds(
    tx,
    scope.studyId,
    records.map((r) => r.record.condition),
  );
  const rows = records.map(({ record }) =>
    toRow(record, {
      ...scope,
      taskId: tasks.get(key(record.benchmark, record.task))!,
      conditionId: conditions.get(record.condition.label)!,
    }),
  );
  const count = await upsertTrials(tx, rows);
  const stored = await tx
    .select({ id: trial.id, source: trial.source, externalId: trial.externalId, taskId: trial.taskId })
    .from(trial)
    .where(
      and(
        eq(trial.studyId, scope.studyId),
        inArray(
          trial.externalId,
          records.map((r) => r.record.externalId),
        ),
      ),
    );
  const trials = new Map(stored.map((r) => [key(r.source, r.externalId), r]));
  for (const [i, { record, stored: steps }] of records.entries()) {
    const found = trials.get(key(record.source, record.externalId))!;
    if (record.condition.basis === setByHand) {
      await tx.update(trial).set({ conditionId: rows[i]!.conditionId }).where(eq(trial.id, found.id));
    }
    if (steps) {
      await tx
        .insert(trajectory)
        .values({ trialId: found.id, ...steps })
        .onConflictDoUpdate({ target: trajectory.trialId, set: { ...steps } });
    }
    if (record.retrieval) await writeRetrieval(tx, scope.studyId, found.taskId, found.id, record.retrieval);
  }
  return count;
}

async function writeMemories(
  tx: Tx,
  scope: { studyId: string; importId: string },
  records: MemoryRecord[],
): Promise<WriteCount> {
  if (records.length === 0) return { added: 0, changed: 0, unchanged: 0 };
  const unique = new Map(records.map((r) => [key(r.pool, r.externalId), r]));
  const names = [...new Set(records.map((r) => r.pool))];
  await tx
    .insert(pool)
    .values(names.map((name) => ({ studyId: scope.studyId, name })))
    .onConflictDoNothing();
  const poolRows = await tx
    .select({ id: pool.id, name: pool.name })
    .from(pool)
    .where(and(eq(pool.studyId, scope.studyId), inArray(pool.name, names)));
  const pools = new Map(poolRows.map((r) => [r.name, r.id]));
  const touched = await tx
    .insert(memory)
    .values(
      [...unique.values()].map((r) => ({
        ...scope,
        poolId: pools.get(r.pool)!,
        externalId: r.externalId,
        type: r.type,
        title: r.title,
        description: r.description,
        content: r.content,
        keyText: r.keyText,
        sourceBenchmark: r.sourceBenchmark,
        sourceTask: r.sourceTask,
        sourceTaskText: r.sourceTaskText,
        sourceModel: r.sourceModel ?? null,
        success: r.success,
        utility: r.utility ?? null,
        details: r.details ?? null,
      })),
    )
    .onConflictDoUpdate({
      target: [memory.poolId, memory.externalId],
      set: {
        success: sql`coalesce(excluded.success, ${memory.success})`,
        utility: sql`coalesce(excluded.utility, ${memory.utility})`,
      },
      setWhere: sql`${memory.success} is distinct from coalesce(excluded.success, ${memory.success}) or ${memory.utility} is distinct from coalesce(excluded.utility, ${memory.utility})`,
    })
    .returning({ added: sql<boolean>`xmax = 0` });
  const stored = await tx
    .select({ id: memory.id, poolId: memory.poolId, externalId: memory.externalId })
    .from(memory)
    .where(
      and(
        inArray(memory.poolId, [...pools.values()]),
        inArray(
          memory.externalId,
          [...unique.values()].map((r) => r.externalId),
        ),
      ),
    );
  const ids = new Map(stored.map((r) => [key(r.poolId, r.externalId), r.id]));
  const vectors = [...unique.values()].flatMap((r) =>
    r.embeddings.map((e) => ({
      memoryId: ids.get(key(pools.get(r.pool)!, r.externalId))!,
      model: e.model,
      dimensions: e.vector.length,
      vector: toBytes(e.vector),
    })),
  );
  if (vectors.length > 0) {
    await tx
      .insert(embedding)
      .values(vectors)
      .onConflictDoUpdate({
        target: [embedding.memoryId, embedding.model],
        set: { vector: sql`excluded.vector`, dimensions: sql`excluded.dimensions` },
        setWhere: sql`${embedding.vector} is distinct from excluded.vector`,
      });
  }
  const added = touched.filter((r) => r.added).length;
  return { added, changed: touched.length - added, unchanged: unique.size - touched.length };
}

async function writeRetrievals(
  tx: Tx,
  studyId: string,
  records: RetrievalRecord[],
  tasks: Map<string, string>,
) {
  for (const record of records) {
    const taskId = tasks.get(key(record.benchmark, record.task))!;
    const found = record.trial
      ? await tx
          .select({ id: trial.id })
          .from(trial)
          .where(
            and(
              eq(trial.studyId, studyId),
              eq(trial.source, record.trial.source),
              eq(trial.externalId, record.trial.externalId),
            ),
          )
      : [];
    await writeRetrieval(tx, studyId, taskId, found[0]?.id ?? null, record.retrieval);
  }
}

export type RecordKind = WritableRecord['kind'];

/**
 * Writes one batch of imported records in one transaction, together with whatever `settle` adds to it.
 * Records are upserted by their own identity, so writing a batch twice changes nothing.
 */
export async function writeRecords(
  db: Db,
  scope: { studyId: string; importId: string },
  given: WritableRecord[],
  settle: (tx: Tx, counts: Record<RecordKind, WriteCount>) => Promise<void> = async () => {},
): Promise<Record<RecordKind, WriteCount>> {
  const records = given.map(storable);
  const trials: { record: TrialRecord; stored: StoredTrajectory | null }[] = [];
  for (const record of mergeTrials(records.filter((r) => r.kind === 'trial'))) {
    trials.push({ record, stored: await storeTrajectory(record) });
  }
  const memories = records.filter((r) => r.kind === 'memory');
  const retrievals = records.filter((r) => r.kind === 'retrieval');
  const plainTasks = records.filter((r) => r.kind === 'task');

  return db.transaction(async (tx) => {
    const tasks = await taskIds(tx, scope.studyId, [
      ...plainTasks,
      ...trials.map(({ record: r }) => ({ benchmark: r.benchmark, task: r.task, text: r.taskText ?? null })),
      ...retrievals.map((r) => ({ benchmark: r.benchmark, task: r.task, text: null })),
    ]);
    const counts = {
      task: tasks.count,
      trial: await writeTrials(tx, scope, trials, tasks.ids),
      memory: await writeMemories(tx, scope, memories),
      retrieval: { added: retrievals.length, changed: 0, unchanged: 0 },
    };
    await writeRetrievals(tx, scope.studyId, retrievals, tasks.ids);
    if (Object.values(counts).some((c) => c.added + c.changed > 0)) {
      await tx
        .update(study)
        .set({ revision: sql`${study.revision} + 1` })
        .where(eq(study.id, scope.studyId));
    }
    await settle(tx, counts);
    return counts;
  });
}

/** Connects logged retrievals with memories that have come in since: by the memory's own name. */
export async function linkRetrievedMemories(db: Db, studyId: string): Promise<void> {
  await db.execute(sql`
    update ${retrievalHit} set memory_id = m.id
    from (select distinct on (external_id) id, external_id from ${memory} where study_id = ${studyId}
          order by external_id, id) m, ${retrieval} r
    where ${retrievalHit.memoryId} is null and ${retrievalHit.memoryExternalId} = m.external_id
      and r.id = ${retrievalHit.retrievalId} and r.study_id = ${studyId}`);
}
