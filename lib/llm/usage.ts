import { addTokens, noTokens, type TokenUsage } from '@/lib/core/token-usage';
import { costOf, type Price } from './prices';

/** What requests used. */
export interface Usage extends TokenUsage {
  requests: number;
}

export const noUsage: Usage = { requests: 0, ...noTokens };

/** Sums; one unknown part makes the sum unknown. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  requests: a.requests + b.requests,
  ...addTokens(a, b),
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
