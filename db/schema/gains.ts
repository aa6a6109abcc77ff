import { index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { createdAt } from './columns';
import { condition, study, task } from './study';

/** Why somebody thinks that a task was lost which the baseline solves. */
export const lossCause = pgTable(
  'loss_cause',
  {
    taskId: uuid('task_id')
      .notNull()
      .references(() => task.id, { onDelete: 'cascade' }),
    conditionId: uuid('condition_id')
      .notNull()
      .references(() => condition.id, { onDelete: 'cascade' }),
    /** Who says so: `hand`, or a model with its prompt. */
    judge: text('judge').notNull().default('hand'),
    cause: text('cause').notNull(),
    /** What of the trial it rests on, quoted; null where nobody quoted anything. */
    evidence: text('evidence'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.taskId, t.conditionId, t.judge] }), index().on(t.conditionId)],
);

/** A sentence about gains that is held against the data whenever these change. */
export const claim = pgTable(
  'claim',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    /** What is claimed of which condition, over which baseline, where, by which test. */
    statement: jsonb('statement').$type<Record<string, unknown>>().notNull(),
    /** The latest verdict with its figures; null before the first. */
    verdict: jsonb('verdict').$type<Record<string, unknown>>(),
    /** The verdict that somebody last took note of, where the latest has another outcome; null where not. */
    previous: jsonb('previous').$type<Record<string, unknown>>(),
    /** What the latest verdict was found on: content hash of the trials. */
    dataHash: text('data_hash'),
    judgedAt: timestamp('judged_at', { withTimezone: true }),
    /** When somebody last took note of a changed verdict. */
    seenAt: timestamp('seen_at', { withTimezone: true }),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.studyId)],
);
