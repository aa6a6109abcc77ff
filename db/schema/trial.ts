import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { benchmark, condition, foundSetting, study, task } from './study';

/** One attempt at one task under one condition. Reward, exception and finished are three separate facts. */
export const trial = pgTable(
  'trial',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    taskId: uuid('task_id')
      .notNull()
      .references(() => task.id, { onDelete: 'cascade' }),
    conditionId: uuid('condition_id')
      .notNull()
      .references(() => condition.id),
    source: text('source').notNull(),
    externalId: text('external_id').notNull(),
    attempt: integer('attempt'),
    reward: doublePrecision('reward'),
    rewards: jsonb('rewards').$type<Record<string, number>>(),
    exceptionType: text('exception_type'),
    exceptionMessage: text('exception_message'),
    finished: boolean('finished'),
    inputTokens: doublePrecision('input_tokens'),
    outputTokens: doublePrecision('output_tokens'),
    cachedTokens: doublePrecision('cached_tokens'),
    costUsd: doublePrecision('cost_usd'),
    /** As the log wrote it: logs mix local and universal time, so it is not a timestamp. */
    startedAt: text('started_at'),
    durationMs: doublePrecision('duration_ms'),
    details: jsonb('details').$type<Record<string, unknown>>(),
    importId: uuid('import_id'),
    /** The file that brought it in, with the name of what was imported in front; null for generated trials. */
    path: text('path'),
    /** What the logs said, before any mapping: from these and `path` a changed mapping places the trial anew. */
    foundSettingId: uuid('found_setting_id').references(() => foundSetting.id),
    foundAttempt: integer('found_attempt'),
  },
  (t) => [
    unique().on(t.studyId, t.source, t.externalId),
    index().on(t.taskId),
    index().on(t.conditionId),
    index().on(t.importId),
  ],
);

/** Where the steps of a trial lie in the artefact store, and what a list needs without reading them. */
export const trajectory = pgTable('trajectory', {
  trialId: uuid('trial_id')
    .primaryKey()
    .references(() => trial.id, { onDelete: 'cascade' }),
  format: text('format').notNull(),
  /** Content hash of the chunked steps file; null until somebody asked for the steps and they were read from the log. */
  artefact: text('artefact'),
  stepCount: integer('step_count').notNull(),
  toolCallCount: integer('tool_call_count').notNull(),
  subagents: jsonb('subagents')
    .$type<{ label: string; artefact: string | null; stepCount: number }[]>()
    .notNull()
    .default([]),
  /** From which import and file the steps can be read; null where they were stored with the trial. */
  importId: uuid('import_id'),
  path: text('path'),
  /** Content hash of the files they were read from: the same steps are not read twice. */
  sourceHash: text('source_hash'),
  /** The first user message and the last agent message, cut: searchable. */
  digest: text('digest').notNull().default(''),
});

/** What a judge said of a trial, beside what its verifier said. */
export const judgement = pgTable(
  'judgement',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    benchmarkId: uuid('benchmark_id')
      .notNull()
      .references(() => benchmark.id, { onDelete: 'cascade' }),
    taskId: uuid('task_id').references(() => task.id, { onDelete: 'set null' }),
    trialId: uuid('trial_id').references(() => trial.id, { onDelete: 'set null' }),
    judge: text('judge').notNull(),
    externalId: text('external_id').notNull(),
    /** By which a trial that is imported later is matched. */
    trialSource: text('trial_source'),
    trialExternalId: text('trial_external_id'),
    verdict: boolean('verdict').notNull(),
    /** The verifier's word as the judge's file repeats it; the trial's own reward comes first when there is one. */
    truth: boolean('truth'),
    response: text('response'),
    importId: uuid('import_id'),
  },
  (t) => [unique().on(t.studyId, t.judge, t.externalId), index().on(t.trialId)],
);
