import { z } from 'zod';

/** How work over many questions to a language model is done, and what it may spend. */
export const llmUse = z.strictObject({
  model: z.string().trim().min(1).max(200),
  /** US dollars per million tokens, for a model that no list knows. */
  price: z
    .object({ input: z.number().min(0), output: z.number().min(0) })
    .nullable()
    .default(null),
  budgetUsd: z.number().positive().nullable().default(null),
  budgetTokens: z.int().positive().nullable().default(null),
  /** Questions at a time. */
  concurrency: z.int().min(1).max(16).default(4),
  seed: z.int().min(0).max(2_147_483_647).default(7),
  /** Uses kept answers alone. */
  replayOnly: z.boolean().default(false),
});
export type LlmUse = z.output<typeof llmUse>;
