import { z } from 'zod';
import { llmUse } from '../llm-use';

/** Which memories of an ablation a language model judges, and how it is asked. */
export const judgingSpec = llmUse.extend({
  /** The first so many memories of every arm are judged. */
  depth: z.int().min(1).max(100).default(5),
  /** Tasks at most, drawn by the seed: a smaller draw lies within a larger one. Null for all. */
  taskLimit: z.int().min(1).max(1_000_000).nullable().default(null),
});
export type JudgingSpec = z.output<typeof judgingSpec>;

/** Characters of a task and of a memory that a judge gets to see; the middle of what is longer is left out. */
export const judgedChars = { task: 8_000, memory: 12_000 } as const;
