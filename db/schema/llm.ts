import { boolean, doublePrecision, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns';

/** Answers of language models that were good enough to keep: with them, work can be replayed without a service. */
export const llmAnswer = pgTable(
  'llm_answer',
  {
    /** Content hash of everything that decides the answer. */
    key: text('key').primaryKey(),
    model: text('model').notNull(),
    promptId: text('prompt_id').notNull(),
    promptVersion: integer('prompt_version').notNull(),
    /** The model's words. */
    answer: text('answer').notNull(),
    requests: integer('requests').notNull(),
    /** Null where the service did not count. */
    inputTokens: integer('input_tokens'),
    outputTokens: integer('output_tokens'),
    /** Null where no price was known. */
    costUsd: doublePrecision('cost_usd'),
    repaired: boolean('repaired').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.promptId, t.model)],
);
