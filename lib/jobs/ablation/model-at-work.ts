import type { Db } from '@/db/client';
import type { LlmUse } from '@/lib/core/llm-use';
import { type AskOptions, Budget } from '@/lib/llm';
import { databaseAnswerCache } from '@/lib/mutations/answer-cache';

/** A language model that is asked within one budget, with its answers kept. */
export interface ModelAtWork {
  use: LlmUse;
  options: AskOptions;
}

export const modelAtWork = (db: Db, use: LlmUse, signal: AbortSignal): ModelAtWork => ({
  use,
  options: {
    signal,
    cache: databaseAnswerCache(db),
    budget: new Budget({ usd: use.budgetUsd, tokens: use.budgetTokens }),
    replayOnly: use.replayOnly,
    price: use.price,
  },
});
