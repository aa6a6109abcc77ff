import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { GenerationItemKind, GenerationSpec } from '@/lib/core/memories/generation-spec';
import { createdAt } from './columns';
import { study } from './study';
import { trial } from './trial';
import { importRun } from './work';

/** Memories made from the study's own trials: what was asked for. Its memories lie in a pool of the same name. */
export const generation = pgTable(
  'generation',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    /** The import that its memories and verdicts belong to, by which they can be taken back. */
    importId: uuid('import_id')
      .notNull()
      .references(() => importRun.id, { onDelete: 'cascade' }),
    jobId: uuid('job_id'),
    name: text('name').notNull(),
    spec: jsonb('spec').$type<GenerationSpec>().notNull(),
    /** Why it ended before everything was done; null while it has not, or when nothing is left. */
    stopped: jsonb('stopped').$type<GenerationFailure>(),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.studyId, t.name)],
);

export interface GenerationFailure {
  reason: string;
  message: string;
  hint?: string;
}

export type GenerationItemState = 'waiting' | 'done' | 'failed' | 'skipped';

/** One memory type of one trial, or one verdict on it. What is settled is not done again. */
export const generationItem = pgTable(
  'generation_item',
  {
    generationId: uuid('generation_id')
      .notNull()
      .references(() => generation.id, { onDelete: 'cascade' }),
    trialId: uuid('trial_id')
      .notNull()
      .references(() => trial.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<GenerationItemKind>().notNull(),
    state: text('state').$type<GenerationItemState>().notNull().default('waiting'),
    /** Why it failed or was skipped. */
    failure: jsonb('failure').$type<GenerationFailure>(),
    attempts: integer('attempts').notNull().default(0),
    memoryCount: integer('memory_count').notNull().default(0),
    /** What it took over all attempts; answers from the cache take nothing. Null once a part of it is unknown. */
    requests: integer('requests').notNull().default(0),
    inputTokens: integer('input_tokens').default(0),
    outputTokens: integer('output_tokens').default(0),
    costUsd: doublePrecision('cost_usd').default(0),
    fromCache: boolean('from_cache').notNull().default(false),
    repaired: boolean('repaired').notNull().default(false),
    /** Characters of the trajectory that the prompt or the memory had no room for. */
    leftOutChars: integer('left_out_chars').notNull().default(0),
    settledAt: timestamp('settled_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.generationId, t.trialId, t.kind] }),
    index().on(t.generationId, t.state),
    index().on(t.trialId),
  ],
);
