import type { LlmUse } from '@/lib/core/llm-use';
import type { Asked } from '@/lib/core/retrieval/asked';
import type { LlmAnswer } from '../ask';

/** Who is asked. */
export type Asking = Pick<LlmUse, 'model' | 'seed'>;

/** One question with what its answer took. */
export const askedOnce = ({ usage, fromCache }: LlmAnswer<unknown>): Asked => ({
  questions: 1,
  fromCache: fromCache ? 1 : 0,
  inputTokens: usage.inputTokens,
  outputTokens: usage.outputTokens,
  costUsd: usage.costUsd,
});
