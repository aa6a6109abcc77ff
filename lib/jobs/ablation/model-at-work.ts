import type { LlmUse } from '@/lib/core/llm-use';
import { type AskOptions, type CacheEntry, isLlmError, Patience } from '@/lib/llm';

/** A language model that is asked within one budget, with its answers kept. */
export interface ModelAtWork {
  use: LlmUse;
  options: AskOptions;
  /** With the service, over all arms. */
  patience: Patience;
}

/** A model for a piece of work; each of its answers tells the patience with it, however many questions a task takes. */
export function modelAtWork(use: LlmUse, options: AskOptions): ModelAtWork {
  const patience = new Patience();
  const { cache } = options;
  const told = cache && {
    get: (key: string) => cache.get(key),
    put: (entry: CacheEntry) => {
      patience.answered();
      return cache.put(entry);
    },
  };
  return { use, options: { ...options, cache: told }, patience };
}

/**
 * Why one task has no answer, in words.
 *
 * @throws what ends the work on all tasks: the signal's reason, what the next question would meet too, what is no
 *   failure of a model
 */
export function reasonWithoutAnswer(error: unknown, { patience }: ModelAtWork, signal: AbortSignal): string {
  signal.throwIfAborted();
  if (!isLlmError(error)) throw error;
  patience.failed(error);
  if (patience.end) throw patience.end;
  return error.message;
}
