import type { Step } from '@/lib/core/vocabulary';

/** A step with a message and nothing else known. */
export const emptyStep = (source: Step['source'], message: string): Step => ({
  source,
  message,
  reasoning: null,
  model: null,
  toolCalls: [],
  observations: [],
  timestamp: null,
  copied: false,
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
  costUsd: null,
});
