import type { LlmUse } from '@/lib/core/llm-use';
import { type AskOptions, isLasting, isLlmError } from '@/lib/llm';

/** A language model that is asked within one budget, with its answers kept. */
export interface ModelAtWork {
  use: LlmUse;
  options: AskOptions;
}

/**
 * Why one task has no answer, in words.
 *
 * @throws what ends the work on all tasks: the signal's reason, what the next question would meet too, what is no
 *   failure of a model
 */
export function reasonWithoutAnswer(error: unknown, signal: AbortSignal): string {
  signal.throwIfAborted();
  if (!isLlmError(error)) throw error;
  const { message } = error;
  if (isLasting(error)) throw error;
  return message;
}
