import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { foundSetting, importChange, study, trajectory, trial } from '@/db/schema';
import type { TrialPlacement } from '@/lib/importers/mapping/place-trials';
import { findConditions } from './find-conditions';
import { recordset } from './recordset';
import { nothingWritten, type WritableTrial, type WriteCount, type WriteScope } from './writable';
import type { TaskIds } from './write-tasks';

export interface PlacedTrial {
  record: WritableTrial;
  place: TrialPlacement;
}

/** The basis of a label that a person gave for a whole import: it moves trials that were imported before. */
export const setByHand = 'set by hand for this import';

/** Fields of which a later record fills or replaces the earlier one's, but never with nothing; with their SQL types. */
const factColumns = {
  attempt: 'int',
  reward: 'float8',
  rewards: 'jsonb',
  exceptionType: 'text',
  exceptionMessage: 'text',
  finished: 'bool',
  inputTokens: 'float8',
  outputTokens: 'float8',
  cachedTokens: 'float8',
  costUsd: 'float8',
  startedAt: 'text',
  durationMs: 'float8',
} as const;
const facts = Object.keys(factColumns) as (keyof typeof factColumns)[];

const identity = {
  taskId: 'uuid',
  conditionId: 'uuid',
  source: 'text',
  externalId: 'text',
  path: 'text',
  foundSettingId: 'uuid',
  foundAttempt: 'int',
} as const;
const columns = { ...identity, ...factColumns, details: 'jsonb' };
const names = Object.keys(columns) as (keyof typeof columns)[];

const columnOf = (name: (typeof names)[number]): SQL => sql.raw(`"${trial[name].name}"`);
const joined = (parts: readonly SQL[], separator: string) => sql.join([...parts], sql.raw(separator));

export interface WrittenTrials {
  count: WriteCount;
  /** Ids by `source` and `externalId`. */
  idOf(source: string, externalId: string): string;
}

/** Upserts trials with their settings and trajectories, each kind in one statement. */
export async function writeTrials(
  tx: Transaction,
  scope: WriteScope,
  trials: readonly PlacedTrial[],
  taskIdOf: TaskIds,
): Promise<WrittenTrials> {
  const ids = new Map<string, string>();
  const idOf = (source: string, externalId: string) => ids.get(`${source}\u0000${externalId}`)!;
  if (trials.length === 0) return { count: nothingWritten, idOf };

  const conditions = await findConditions(
    tx,
    scope.studyId,
    trials.map(({ place }) => place.condition),
  );
  const settings = await foundSettingIds(tx, scope, trials);
  const rows = trials.map(({ record, place }) => ({
    taskId: taskIdOf(place.benchmark, record.task),
    conditionId: conditions.get(place.condition.label),
    source: record.source,
    externalId: record.externalId,
    path: record.path,
    foundSettingId: settings.get(fingerprintOf(record)),
    foundAttempt: record.attempt,
    attempt: place.attempt,
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
    /** A label given by hand for a whole import moves what an earlier import placed elsewhere. */
    moves: record.condition.basis === setByHand,
  }));

  const given = recordset('given', { ...columns, moves: 'bool' }, rows);
  const added = await insertTrials(tx, scope, given, ids);
  // Most trials of most imports are new: what was there before is looked at only when something was.
  const before = added === rows.length ? [] : await knownTrials(tx, scope, given, ids);
  const changed = before.length === 0 ? [] : await updateTrials(tx, scope, given);
  const stepsChanged = await writeTrajectories(tx, scope, trials, idOf);
  await keepBefore(tx, scope, before, new Set([...changed, ...stepsChanged]));
  await chooseBaseline(tx, scope.studyId, trials, conditions);
  const count = { added, changed: changed.length, unchanged: rows.length - added - changed.length };
  return { count, idOf };
}

const targets = joined([sql.raw('study_id, import_id'), ...names.map(columnOf)], ', ');
const values = joined(
  names.map((name) => sql.raw(`given."${name}"`)),
  ', ',
);

interface KeyRow extends Record<string, unknown> {
  id: string;
  source: string;
  externalId: string;
}

const remember = (ids: Map<string, string>, rows: readonly KeyRow[]) => {
  for (const row of rows) ids.set(`${row.source}\u0000${row.externalId}`, row.id);
};

/** @returns how many were new */
async function insertTrials(
  tx: Transaction,
  scope: WriteScope,
  given: SQL,
  ids: Map<string, string>,
): Promise<number> {
  const inserted = await tx.execute<KeyRow>(sql`
    insert into ${trial} (${targets}) select ${scope.studyId}, ${scope.importId}::uuid, ${values} from ${given}
    on conflict (study_id, source, external_id) do nothing
    returning id, source, external_id as "externalId"`);
  remember(ids, inserted.rows);
  return inserted.rows.length;
}

interface Before extends KeyRow {
  row: Record<string, unknown>;
}

const keyOfGiven = (studyId: string) =>
  sql`t.study_id = ${studyId} and t.source = given.source and t.external_id = given."externalId"`;

/** The given trials that were there before, as they were. */
async function knownTrials(
  tx: Transaction,
  scope: WriteScope,
  given: SQL,
  ids: Map<string, string>,
): Promise<Before[]> {
  const found = await tx.execute<Before>(sql`
    select t.id, t.source, t.external_id as "externalId",
      to_jsonb(t) || jsonb_build_object('trajectory', to_jsonb(s)) as row
    from ${given} join ${trial} t on ${keyOfGiven(scope.studyId)}
    left join ${trajectory} s on s.trial_id = t.id`);
  const before = found.rows.filter((row) => !ids.has(`${row.source}\u0000${row.externalId}`));
  remember(ids, before);
  return before;
}

/** @returns the ids of those in which something changed */
async function updateTrials(tx: Transaction, scope: WriteScope, given: SQL): Promise<string[]> {
  const kept = (name: keyof typeof factColumns) => {
    const column = sql.raw(trial[name].name);
    return { column, value: sql`coalesce(given.${sql.raw(`"${name}"`)}, t.${column})` };
  };
  const details = sql`coalesce(t.details, '{}'::jsonb) || coalesce(given.details, '{}'::jsonb)`;
  const set = [
    ...facts.map((name) => sql`${kept(name).column} = ${kept(name).value}`),
    sql`details = ${details}`,
    sql`condition_id = case when given.moves then given."conditionId" else t.condition_id end`,
    sql`found_setting_id = case when given.moves then given."foundSettingId"
      else coalesce(t.found_setting_id, given."foundSettingId") end`,
    sql`path = coalesce(t.path, given.path)`,
  ];
  const differs = [
    ...facts.map((name) => sql`t.${kept(name).column} is distinct from ${kept(name).value}`),
    sql`coalesce(t.details, '{}'::jsonb) is distinct from ${details}`,
    sql`(given.moves and t.condition_id <> given."conditionId")`,
  ];
  const changed = await tx.execute<{ id: string }>(sql`
    update ${trial} t set ${joined(set, ', ')} from ${given}
    where ${keyOfGiven(scope.studyId)} and (${joined(differs, ' or ')}) returning t.id`);
  return changed.rows.map(({ id }) => id);
}

/** How trials of earlier imports looked before this one changed them; the first look of an import counts. */
async function keepBefore(
  tx: Transaction,
  { importId }: WriteScope,
  before: readonly Before[],
  touched: ReadonlySet<string>,
): Promise<void> {
  const rows = before.filter(({ id, row }) => touched.has(id) && row.import_id !== importId);
  if (rows.length === 0) return;
  await tx
    .insert(importChange)
    .values(rows.map(({ id, row }) => ({ importId, kind: 'trial' as const, rowId: id, before: row })))
    .onConflictDoNothing();
}

/** @returns ids of the trials whose trajectory is new or not the one that was there */
async function writeTrajectories(
  tx: Transaction,
  { importId }: WriteScope,
  trials: readonly PlacedTrial[],
  idOf: WrittenTrials['idOf'],
): Promise<string[]> {
  const rows = trials.flatMap(({ record }) =>
    record.trajectory
      ? [
          {
            ...record.trajectory,
            trialId: idOf(record.source, record.externalId),
            importId: record.trajectory.logPath === null ? null : importId,
            path: record.trajectory.logPath,
          },
        ]
      : [],
  );
  if (rows.length === 0) return [];
  const types = {
    trialId: 'uuid',
    format: 'text',
    artefact: 'text',
    stepCount: 'int',
    toolCallCount: 'int',
    subagents: 'jsonb',
    importId: 'uuid',
    path: 'text',
    sourceHash: 'text',
    digest: 'text',
  };
  const listed = sql.raw(
    'trial_id, format, artefact, step_count, tool_call_count, subagents, import_id, path, source_hash, digest',
  );
  const selected = sql.raw(
    Object.keys(types)
      .map((name) => `"${name}"`)
      .join(', '),
  );
  const touched = await tx.execute<{ trialId: string }>(sql`
    insert into ${trajectory} (${listed}) select ${selected} from ${recordset('given', types, rows)}
    on conflict (trial_id) do update set format = excluded.format, artefact = excluded.artefact,
      step_count = excluded.step_count, tool_call_count = excluded.tool_call_count, subagents = excluded.subagents,
      import_id = excluded.import_id, path = excluded.path, source_hash = excluded.source_hash, digest = excluded.digest
    where (${trajectory.sourceHash}, ${trajectory.stepCount}, ${trajectory.digest}, ${trajectory.format})
      is distinct from (excluded.source_hash, excluded.step_count, excluded.digest, excluded.format)
    returning trial_id as "trialId"`);
  return touched.rows.map(({ trialId }) => trialId);
}

const fingerprints = new WeakMap<WritableTrial, string>();

/** Content hash of what the logs say of a trial's setting. */
function fingerprintOf(record: WritableTrial): string {
  const known = fingerprints.get(record);
  if (known) return known;
  const { label, basis, settings } = record.condition;
  const text = JSON.stringify([label, basis, record.benchmark, settings]);
  const made = createHash('sha256').update(text).digest('hex').slice(0, 32);
  fingerprints.set(record, made);
  return made;
}

async function foundSettingIds(
  tx: Transaction,
  { studyId, known }: WriteScope,
  trials: readonly PlacedTrial[],
): Promise<ReadonlyMap<string, string>> {
  const rows = new Map<string, object>();
  for (const { record } of trials) {
    const fingerprint = fingerprintOf(record);
    if (known.settings.has(fingerprint)) continue;
    const { label, basis, settings } = record.condition;
    rows.set(fingerprint, { fingerprint, label, basis, benchmark: record.benchmark, settings });
  }
  if (rows.size === 0) return known.settings;
  const types = { fingerprint: 'text', label: 'text', basis: 'text', benchmark: 'text', settings: 'jsonb' };
  const found = recordset('given', types, [...rows.values()]);
  await tx.execute(sql`
    insert into ${foundSetting} (study_id, fingerprint, label, basis, benchmark, settings)
    select ${studyId}, given.* from ${found} on conflict (study_id, fingerprint) do nothing`);
  const ids = await tx.execute<{ id: string; fingerprint: string }>(sql`
    select s.id, s.fingerprint from ${found} join ${foundSetting} s
      on s.study_id = ${studyId} and s.fingerprint = given.fingerprint`);
  for (const { id, fingerprint } of ids.rows) known.settings.set(fingerprint, id);
  return known.settings;
}

/** The mapping names the baseline before the condition exists: it is set when its first trials come in. */
async function chooseBaseline(
  tx: Transaction,
  studyId: string,
  trials: readonly PlacedTrial[],
  conditions: ReadonlyMap<string, string>,
): Promise<void> {
  const baseline = trials.find(({ place }) => place.baseline);
  const id = baseline && conditions.get(baseline.place.condition.label);
  if (!id) return;
  await tx.execute(sql`
    update ${study} set baseline_condition_id = ${id}::uuid
    where id = ${studyId} and baseline_condition_id is distinct from ${id}::uuid`);
}
