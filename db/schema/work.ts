import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, createdAt } from './columns';
import { study } from './study';

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** What a person sees of a piece of work; the queue itself is pg-boss's. */
export const job = pgTable(
  'job',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: text('kind').notNull(),
    studyId: text('study_id').references(() => study.id, { onDelete: 'cascade' }),
    input: jsonb('input').$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<JobState>().notNull().default('queued'),
    /** 0 to 1; null while the size of the work is not known. */
    progress: doublePrecision('progress'),
    message: text('message').notNull().default(''),
    result: jsonb('result').$type<Record<string, unknown>>(),
    error: jsonb('error').$type<{ code: string; message: string; hint?: string }>(),
    attempts: integer('attempts').notNull().default(0),
    cancelRequested: timestamp('cancel_requested', { withTimezone: true }),
    /** A running job whose heartbeat is old was left by a dead process and is taken up again. */
    heartbeatAt: timestamp('heartbeat_at', { withTimezone: true }),
    createdAt: createdAt(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (t) => [index().on(t.state), index().on(t.studyId)],
);

export type ImportOutcome = 'understood' | 'part' | 'unchanged' | 'later' | 'ignored' | 'refused';

export const importRun = pgTable(
  'import',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    jobId: uuid('job_id'),
    /** What was given: a folder, or the name of an uploaded file. */
    label: text('label').notNull(),
    sources: jsonb('sources').$type<ImportSource[]>().notNull(),
    conditionLabel: text('condition_label'),
    /** What the records did to the study, by kind of record. */
    totals: jsonb('totals').$type<ImportTotals>().notNull().default({}),
    createdAt: createdAt(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
    undoneAt: timestamp('undone_at', { withTimezone: true }),
  },
  (t) => [index().on(t.studyId)],
);

export type ImportTotals = Record<string, { added: number; changed: number; unchanged: number }>;

/** `only` names paths, as the report has them: nothing but these, and what lies beside them, is read. */
export type ImportSource = (
  | { kind: 'folder'; path: string }
  | { kind: 'upload'; artefact: string; name: string }
) & { only?: string[] | undefined };

/** One file of an import and what became of it; written in the same transaction as its records. */
export const importFile = pgTable(
  'import_file',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => importRun.id, { onDelete: 'cascade' }),
    path: text('path').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** When the file was last written, in milliseconds since 1970: with `bytes` it tells whether to read it again. */
    modifiedMs: doublePrecision('modified_ms'),
    sha256: text('sha256'),
    format: text('format'),
    outcome: text('outcome').$type<ImportOutcome>().notNull(),
    reason: text('reason'),
    warnings: jsonb('warnings').$type<{ where: string; message: string }[]>().notNull().default([]),
    rejections: jsonb('rejections').$type<{ where: string; reason: string }[]>().notNull().default([]),
    /** Records read from the file, by kind. */
    counts: jsonb('counts').$type<Record<string, number>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.importId, t.path] })],
);

/**
 * How a row looked before an import changed it, so that the import can be undone; for an archive, what it brought beside
 * records.
 */
export const importChange = pgTable(
  'import_change',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => importRun.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<'trial' | 'memory' | 'judgement' | 'archive' | 'archive-notes'>().notNull(),
    rowId: uuid('row_id').notNull(),
    before: jsonb('before').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.kind, t.rowId] })],
);

/** Where content lies that shares a pack file with others: small files by the thousand cost too much one by one. */
export const packedArtefact = pgTable('packed_artefact', {
  hash: text('hash').primaryKey(),
  pack: text('pack').notNull(),
  offset: bigint('offset', { mode: 'number' }).notNull(),
  bytes: bigint('bytes', { mode: 'number' }).notNull(),
});

/** How the columns of a kind of table are read; made once, used for every table with these columns. */
export const tableRecipe = pgTable('table_recipe', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull().unique(),
  recipe: jsonb('recipe').$type<Record<string, unknown>>().notNull(),
  createdAt: createdAt(),
});

/** A 2-D picture of the memories' vectors with the metrics that judge it. */
export const projection = pgTable(
  'projection',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    jobId: uuid('job_id'),
    model: text('model').notNull(),
    parameters: jsonb('parameters').$type<Record<string, unknown>>().notNull(),
    /** Hash of parameters, memory ids and vectors: the same question is answered from here. */
    inputHash: text('input_hash').notNull(),
    memoryIds: jsonb('memory_ids').$type<string[]>().notNull(),
    /** x, y per memory, and z in three dimensions: little-endian float32. */
    points: bytea('points').notNull(),
    /**
     * What is known of each memory on the map: the columns of `pointColumns` (lib/core/projection), one after the other, a
     * little-endian float32 per memory, NaN where nothing is known. Null for maps that were stored without.
     */
    pointValues: bytea('point_values'),
    metrics: jsonb('metrics').$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.studyId), index().on(t.inputHash)],
);

/** What two maps of a study have in common: which neighbours of each memory are kept, and how types mix in either. */
export const mapComparison = pgTable(
  'map_comparison',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    leftProjectionId: uuid('left_projection_id')
      .notNull()
      .references(() => projection.id, { onDelete: 'cascade' }),
    rightProjectionId: uuid('right_projection_id')
      .notNull()
      .references(() => projection.id, { onDelete: 'cascade' }),
    /** The pools that either side is narrowed to, the neighbours compared, and the seed. */
    parameters: jsonb('parameters').$type<Record<string, unknown>>().notNull(),
    /** Hash of maps, parameters, memories and vectors: the same question is answered from here. */
    inputHash: text('input_hash').notNull(),
    /** Memories that took part. */
    memoryIds: jsonb('memory_ids').$type<string[]>().notNull(),
    /** Share of neighbours kept per memory: little-endian float32, NaN where none could be compared. */
    kept: bytea('kept').notNull(),
    /** The nearest of each memory on either side, nearest first, by place in `memory_ids`: little-endian uint32. */
    leftNeighbors: bytea('left_neighbors').notNull(),
    rightNeighbors: bytea('right_neighbors').notNull(),
    metrics: jsonb('metrics').$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index().on(t.studyId, t.inputHash),
    index().on(t.leftProjectionId),
    index().on(t.rightProjectionId),
  ],
);

/** Where the points of a map are by now that a job is laying out; gone when the job has ended. */
export const layoutSnapshot = pgTable('layout_snapshot', {
  jobId: uuid('job_id')
    .primaryKey()
    .references(() => job.id, { onDelete: 'cascade' }),
  memoryIds: jsonb('memory_ids').$type<string[]>().notNull(),
  components: integer('components').notNull(),
  epoch: integer('epoch').notNull(),
  epochs: integer('epochs').notNull(),
  /** Components per memory: little-endian float32. */
  points: bytea('points').notNull(),
});
