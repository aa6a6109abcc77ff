import { costOf, type Price } from './prices';

/** What requests used. Null where the service did not say, or no price is known: never 0 in disguise. */
export interface Usage {
  requests: number;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
}

export const noUsage: Usage = { requests: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };

const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);

/** Sums; one unknown part makes the sum unknown. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  requests: a.requests + b.requests,
  inputTokens: plus(a.inputTokens, b.inputTokens),
  outputTokens: plus(a.outputTokens, b.outputTokens),
  costUsd: plus(a.costUsd, b.costUsd),
});

/** What one answered request used, in tokens as the service counted them and in dollars where the price is known. */
export function usageOf(
  tokens: { input: number; cachedInput: number; output: number } | null,
  price: Price | null,
): Usage {
  return {
    requests: 1,
    inputTokens: tokens?.input ?? null,
    outputTokens: tokens?.output ?? null,
    costUsd: tokens && price ? costOf(price, tokens) : null,
  };
}
