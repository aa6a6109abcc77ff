import type { LlmUse } from '@/lib/core/llm-use';
import type { Asked } from '@/lib/core/retrieval/asked';
import { type AskOptions, isLlmError, type Patience } from '@/lib/llm';

/** A language model that is asked within one budget, with its answers kept. */
export interface ModelAtWork {
  use: LlmUse;
  options: AskOptions;
  /** With the service, over all arms. */
  patience: Patience;
}

/** Whether the service itself has answered; kept answers say nothing about it. */
export const isNewlyAnswered = ({ questions, fromCache }: Asked): boolean => questions > fromCache;

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
