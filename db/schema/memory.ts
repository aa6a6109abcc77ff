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
import type { MetaKnowledgeKind } from '@/lib/core/memories/meta-knowledge';
import type { NamedConcrete } from '@/lib/core/memories/named-concretes';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import type { MemoryType } from '@/lib/core/vocabulary';
import { bytea, createdAt } from './columns';
import { study, task } from './study';
import { trial } from './trial';

/** The memories of one file or one system, as they came. */
export const pool = pgTable(
  'pool',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.studyId, t.name)],
);

export const memory = pgTable(
  'memory',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    poolId: uuid('pool_id')
      .notNull()
      .references(() => pool.id, { onDelete: 'cascade' }),
    externalId: text('external_id').notNull(),
    type: text('type').$type<MemoryType>().notNull(),
    /** The system's own word for this kind of memory, and the type that its importer read it as, before any mapping. */
    originalType: text('original_type'),
    foundType: text('found_type').$type<MemoryType>(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    content: text('content').notNull(),
    keyText: text('key_text').notNull(),
    sourceBenchmark: text('source_benchmark'),
    sourceTask: text('source_task'),
    sourceTaskText: text('source_task_text'),
    sourceModel: text('source_model'),
    success: boolean('success'),
    /** When it was made; null when nobody knows. */
    madeAt: timestamp('made_at', { withTimezone: true }),
    utility: doublePrecision('utility'),
    /** What kind of meta-knowledge an insight passes on, and who said so: a model with its prompt, or `hand`. */
    metaKnowledge: text('meta_knowledge').$type<MetaKnowledgeKind>(),
    metaKnowledgeBy: text('meta_knowledge_by'),
    /** What an insight still names of its source task; null when nobody has looked. */
    namedConcretes: jsonb('named_concretes').$type<NamedConcrete[]>(),
    details: jsonb('details').$type<Record<string, unknown>>(),
    importId: uuid('import_id'),
  },
  (t) => [
    unique().on(t.poolId, t.externalId),
    index().on(t.studyId, t.type),
    index().on(t.studyId, t.externalId),
    index().on(t.importId),
  ],
);

/** One vector per memory, embedding model and text that stands for it: little-endian float32. */
export const embedding = pgTable(
  'embedding',
  {
    memoryId: uuid('memory_id')
      .notNull()
      .references(() => memory.id, { onDelete: 'cascade' }),
    model: text('model').notNull(),
    /** Which of the memory's texts was embedded; imported vectors count as those of its key. */
    keyText: text('key_text').$type<KeyText>().notNull().default('key'),
    dimensions: integer('dimensions').notNull(),
    /** Whether it has length 1; null for vectors of before this was noted. */
    unitLength: boolean('unit_length'),
    /** The text was longer than the model takes, and its end was left out. */
    cut: boolean('cut').notNull().default(false),
    vector: bytea('vector').notNull(),
  },
  (t) => [primaryKey({ columns: [t.memoryId, t.model, t.keyText] }), index().on(t.model)],
);

/** Vectors of texts, computed once per text and model. */
export const queryEmbedding = pgTable(
  'query_embedding',
  {
    model: text('model').notNull(),
    textHash: text('text_hash').notNull(),
    dimensions: integer('dimensions').notNull(),
    /** The text was longer than the model takes, and its end was left out. */
    cut: boolean('cut').notNull().default(false),
    vector: bytea('vector').notNull(),
  },
  (t) => [primaryKey({ columns: [t.model, t.textHash] })],
);

/** Memories that a logged trial had in its prompt. */
export const retrieval = pgTable(
  'retrieval',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    taskId: uuid('task_id')
      .notNull()
      .references(() => task.id, { onDelete: 'cascade' }),
    trialId: uuid('trial_id')
      .unique()
      .references(() => trial.id, { onDelete: 'cascade' }),
    query: text('query'),
    method: text('method'),
    importId: uuid('import_id'),
  },
  (t) => [index().on(t.taskId)],
);

export const retrievalHit = pgTable(
  'retrieval_hit',
  {
    retrievalId: uuid('retrieval_id')
      .notNull()
      .references(() => retrieval.id, { onDelete: 'cascade' }),
    rank: integer('rank').notNull(),
    score: doublePrecision('score'),
    /** Null when the text matches no memory of the study's pools. */
    memoryId: uuid('memory_id').references(() => memory.id, { onDelete: 'set null' }),
    /** How the memory was found: by its name, by its exact text, or as a near-duplicate of this `similarity` (0 to 1). */
    match: text('match').$type<'name' | 'exact' | 'near'>(),
    similarity: doublePrecision('similarity'),
    /** The name by which a pool that is imported later is matched. */
    memoryExternalId: text('memory_external_id'),
    text: text('text').notNull(),
  },
  (t) => [primaryKey({ columns: [t.retrievalId, t.rank] }), index().on(t.memoryId)],
);
