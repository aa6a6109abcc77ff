import {
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { LlmUse } from '@/lib/core/llm-use';
import type { Asked } from '@/lib/core/retrieval/asked';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import type { LeakageEvidence } from '@/lib/core/retrieval/leakage';
import { createdAt } from './columns';
import { memory } from './memory';
import { study, task } from './study';

/** What all arms share. */
export interface AblationSpec {
  /** The embedding model; null until the first run of an arm that compares vectors. */
  model: string | null;
  /** Which language model is asked, and within which budget; null when no arm asks one. */
  llm?: LlmUse | null;
  /** Content hash of the vectors that arms were run over, by the text that they are of. */
  vectorHashes?: Partial<Record<KeyText, string>>;
}

/** Retrieval settings over the study's tasks: arms that are run, stopped, gone on with and added to. */
export const ablation = pgTable(
  'ablation',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    jobId: uuid('job_id'),
    name: text('name').notNull(),
    spec: jsonb('spec').$type<AblationSpec>().notNull(),
    /** What was retrieved from: content hash of the memories and the tasks; null before the first run. */
    poolHash: text('pool_hash'),
    codeVersion: text('code_version'),
    /** Figures over all arms; null until all of them have run. */
    summary: jsonb('summary').$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.studyId)],
);

export type ArmState = 'waiting' | 'done';

/** One setting of an ablation. */
export const ablationArm = pgTable(
  'ablation_arm',
  {
    ablationId: uuid('ablation_id')
      .notNull()
      .references(() => ablation.id, { onDelete: 'cascade' }),
    arm: integer('arm').notNull(),
    settings: jsonb('settings').$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<ArmState>().notNull().default('waiting'),
    summary: jsonb('summary').$type<Record<string, unknown>>(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.ablationId, t.arm] })],
);

export interface StoredHit {
  memoryId: string;
  score: number;
  leakage: boolean;
  evidence?: LeakageEvidence[];
  /** The memory as it was rewritten for the task. */
  rewritten?: string;
}

/** What an arm retrieved for a task. */
export const ablationResult = pgTable(
  'ablation_result',
  {
    ablationId: uuid('ablation_id').notNull(),
    arm: integer('arm').notNull(),
    taskId: uuid('task_id').notNull(),
    hits: jsonb('hits').$type<StoredHit[]>().notNull(),
    queryText: text('query_text').notNull(),
    /** What a language model chose from, best first by the search alone; null for arms that ask none. */
    candidates: jsonb('candidates').$type<{ memoryId: string; score: number }[]>(),
    /** What was asked of language models for this task; null for arms that ask none. */
    asked: jsonb('asked').$type<Asked>(),
    /** Memories it could be chosen from. */
    candidateCount: integer('candidate_count'),
    durationMs: doublePrecision('duration_ms').notNull(),
    /** Why nothing was retrieved; null when something was. */
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.ablationId, t.arm, t.taskId] }),
    foreignKey({
      name: 'ablation_result_arm_fk',
      columns: [t.ablationId, t.arm],
      foreignColumns: [ablationArm.ablationId, ablationArm.arm],
    }).onDelete('cascade'),
  ],
);

/** How relevant somebody finds a memory for a task: 0 for not at all, 1 for somewhat, 2 for just what is needed. */
export const relevanceMark = pgTable(
  'relevance_mark',
  {
    taskId: uuid('task_id')
      .notNull()
      .references(() => task.id, { onDelete: 'cascade' }),
    memoryId: uuid('memory_id')
      .notNull()
      .references(() => memory.id, { onDelete: 'cascade' }),
    /** Who says so: `hand`, or a model with its prompt. */
    judge: text('judge').notNull().default('hand'),
    grade: integer('grade').notNull(),
    /** Why, where a model says so. */
    reason: text('reason'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.taskId, t.memoryId, t.judge] }), index().on(t.memoryId)],
);
