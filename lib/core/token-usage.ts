/** What answers of a model took. Null where the service did not count, or no price is known: never 0 in disguise. */
export interface TokenUsage {
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
}

export const noTokens: TokenUsage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };

const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);

/** Sums; one unknown part makes the sum unknown. */
export const addTokens = (a: TokenUsage, b: TokenUsage): TokenUsage => ({
  inputTokens: plus(a.inputTokens, b.inputTokens),
  outputTokens: plus(a.outputTokens, b.outputTokens),
  costUsd: plus(a.costUsd, b.costUsd),
});
