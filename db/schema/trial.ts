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
import { condition, study, task } from './study';

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
  },
  (t) => [unique().on(t.studyId, t.source, t.externalId), index().on(t.taskId), index().on(t.conditionId)],
);

/** Where the steps of a trial lie in the artefact store, and what a list needs without reading them. */
export const trajectory = pgTable('trajectory', {
  trialId: uuid('trial_id')
    .primaryKey()
    .references(() => trial.id, { onDelete: 'cascade' }),
  format: text('format').notNull(),
  /** Content hash of the chunked steps file. */
  artefact: text('artefact').notNull(),
  stepCount: integer('step_count').notNull(),
  toolCallCount: integer('tool_call_count').notNull(),
  subagents: jsonb('subagents')
    .$type<{ label: string; artefact: string; stepCount: number }[]>()
    .notNull()
    .default([]),
  /** The first user message and the last agent message, cut: searchable. */
  digest: text('digest').notNull().default(''),
});
