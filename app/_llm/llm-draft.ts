import type { ServiceDescription } from '@/lib/llm/describe-service';

/** The choice of a language model as it is typed: numbers are text until they are sent. */
export interface LlmDraft {
  model: string;
  priceIn: string;
  priceOut: string;
  budgetUsd: string;
  budgetTokens: string;
  concurrency: string;
  seed: string;
  replayOnly: boolean;
}

export const firstLlmDraft = (service: ServiceDescription): LlmDraft => ({
  model: service.models[0]?.model ?? '',
  priceIn: '',
  priceOut: '',
  budgetUsd: '',
  budgetTokens: '',
  concurrency: '4',
  seed: '7',
  replayOnly: false,
});

/** Null for an empty field; what is no number is sent as typed, so that the server says what is wrong with it. */
export function numberOrText(text: string): number | string | null {
  const bare = text.trim();
  if (bare === '') return null;
  return Number.isFinite(Number(bare)) ? Number(bare) : bare;
}

/** The draft as the API takes it. */
export function toLlmUse(draft: LlmDraft) {
  const { priceIn, priceOut } = draft;
  const priced = priceIn.trim() !== '' || priceOut.trim() !== '';
  return {
    model: draft.model.trim(),
    price: priced ? { input: numberOrText(priceIn), output: numberOrText(priceOut) } : null,
    budgetUsd: numberOrText(draft.budgetUsd),
    budgetTokens: numberOrText(draft.budgetTokens),
    concurrency: numberOrText(draft.concurrency) ?? undefined,
    seed: numberOrText(draft.seed) ?? undefined,
    replayOnly: draft.replayOnly,
  };
}
