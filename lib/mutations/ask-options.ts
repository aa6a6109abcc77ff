import type { Db } from '@/db/client';
import type { LlmUse } from '@/lib/core/llm-use';
import { type AskOptions, Budget } from '@/lib/llm';
import { databaseAnswerCache } from './answer-cache';

/**
 * How a piece of work asks: all of its questions within one budget, with answers kept in the store.
 *
 * @param spent  what was used of the budget before
 */
export const askOptions = (
  db: Db,
  use: Pick<LlmUse, 'budgetUsd' | 'budgetTokens' | 'replayOnly' | 'price'>,
  { signal, spent }: { signal?: AbortSignal; spent?: { tokens: number; usd: number } | undefined } = {},
): AskOptions => ({
  signal,
  cache: databaseAnswerCache(db),
  budget: new Budget({ usd: use.budgetUsd, tokens: use.budgetTokens }, spent),
  replayOnly: use.replayOnly,
  price: use.price,
});
