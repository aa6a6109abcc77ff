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
import type { ConditionSettings } from '@/lib/core/vocabulary';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import { createdAt } from './columns';

/** One workspace: everything else belongs to a study. */
export const study = pgTable('study', {
  /** Readable and stable, made from the first name: it is part of every link. */
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  description: text('description').notNull().default(''),
  /** Generated data, marked as such wherever it shows. */
  synthetic: boolean('synthetic').notNull().default(false),
  /** A trial passed when its reward is at least this. */
  passThreshold: doublePrecision('pass_threshold').notNull().default(1),
  baselineConditionId: uuid('baseline_condition_id'),
  /** How what the logs say becomes conditions, benchmarks and memory types; changed at any time, without importing again. */
  mapping: jsonb('mapping').$type<StudyMapping>(),
  /** Grows with every change of the study's data; caches are keyed by it. */
  revision: integer('revision').notNull().default(0),
  createdAt: createdAt(),
});

export const benchmark = pgTable(
  'benchmark',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
  },
  (t) => [unique().on(t.studyId, t.name)],
);

export const task = pgTable(
  'task',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    benchmarkId: uuid('benchmark_id')
      .notNull()
      .references(() => benchmark.id, { onDelete: 'cascade' }),
    externalId: text('external_id').notNull(),
    text: text('text'),
    /** The gold patch and its tests, where logs hold them: what no memory may give away. */
    answer: text('answer'),
  },
  (t) => [unique().on(t.benchmarkId, t.externalId), index().on(t.studyId)],
);

/** One experimental setting; owns trials. */
export const condition = pgTable(
  'condition',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    label: text('label').notNull(),
    settings: jsonb('settings').$type<ConditionSettings>().notNull().default({}),
    /** How the label came about, in words; null once a person named it. */
    basis: text('basis'),
    /** Labels that were renamed to or merged into this one: a later import of the same logs finds it by them. */
    aliases: jsonb('aliases').$type<string[]>().notNull().default([]),
    position: integer('position').notNull().default(0),
  },
  (t) => [unique().on(t.studyId, t.label)],
);

/** One combination of settings as logs state it: what trials of one kind have in common before any mapping. */
export const foundSetting = pgTable(
  'found_setting',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: text('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    /** Content hash of the four columns below. */
    fingerprint: text('fingerprint').notNull(),
    label: text('label').notNull(),
    basis: text('basis').notNull(),
    benchmark: text('benchmark').notNull(),
    settings: jsonb('settings').$type<ConditionSettings>().notNull(),
  },
  (t) => [unique().on(t.studyId, t.fingerprint)],
);
