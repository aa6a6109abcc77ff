import type { Db } from '@/db/client';
import { inParallel } from '@/lib/core/in-parallel';
import type { LlmUse } from '@/lib/core/llm-use';
import {
  type AskOptions,
  addUsage,
  isLasting,
  isLlmError,
  type LlmAnswer,
  type LlmError,
  noUsage,
  Patience,
  type Usage,
} from '@/lib/llm';
import { askOptions } from '@/lib/mutations/ask-options';

/** How far a piece of work is. */
export interface AskedSoFar {
  done: number;
  failed: number;
  /** What was spent on it, failures included; answers that were kept cost nothing. */
  usage: Usage;
}

export interface AskedEach<T> extends AskedSoFar {
  failures: { item: T; error: LlmError }[];
  /** Why it ended before every item was asked about; null when it did not. */
  stopped: LlmError | null;
}

/**
 * Asks a language model about each of many items, several at a time, within one budget, with kept answers. An item whose
 * answer fails is noted and the others go on; what every further question would meet ends the work.
 *
 * @param given.ask    asks about one item and stores what it learns
 * @param given.spent  what an earlier attempt at the same work used of the budget
 * @throws the signal's reason when it is aborted, and what is no failure of a model
 */
export async function askEach<T>(given: {
  items: readonly T[];
  work: Omit<LlmUse, 'model' | 'seed'>;
  db: Db;
  signal: AbortSignal;
  ask: (item: T, options: AskOptions) => Promise<LlmAnswer<unknown>>;
  onSettled: (soFar: AskedSoFar) => void;
  spent?: { tokens: number; usd: number } | undefined;
}): Promise<AskedEach<T>> {
  const { items, work, db, signal, ask, onSettled, spent } = given;
  const options = askOptions(db, work, { signal, spent });
  const end: AskedEach<T> = { done: 0, failed: 0, usage: noUsage, failures: [], stopped: null };
  const patience = new Patience();
  const one = async (item: T) => {
    try {
      const answer = await ask(item, options);
      end.done++;
      if (answer.fromCache) return;
      patience.answered();
      end.usage = addUsage(end.usage, answer.usage);
    } catch (error) {
      signal.throwIfAborted();
      if (!isLlmError(error)) throw error;
      if (error.usage) end.usage = addUsage(end.usage, error.usage);
      patience.failed(error);
      end.stopped = patience.end;
      if (isLasting(error)) return;
      end.failed++;
      end.failures.push({ item, error });
    } finally {
      if (!signal.aborted) onSettled(end);
    }
  };
  await inParallel(items, work.concurrency, one, () => !signal.aborted && end.stopped === null);
  signal.throwIfAborted();
  return end;
}

/** How often each reason occurs. */
export function countReasons(failures: readonly { error: LlmError }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { error } of failures) counts[error.reason] = (counts[error.reason] ?? 0) + 1;
  return counts;
}
