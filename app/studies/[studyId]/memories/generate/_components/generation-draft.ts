import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';

/** The form as it is typed: numbers are text until they are sent. */
export interface GenerationDraft {
  name: string;
  types: MemoryType[];
  conditions: string[];
  benchmarks: string[];
  limit: string;
  model: string;
  priceIn: string;
  priceOut: string;
  budgetUsd: string;
  budgetTokens: string;
  concurrency: string;
  seed: string;
  judgeTrialsWithoutVerifier: boolean;
  judgeTrialsWithVerifier: boolean;
  replayOnly: boolean;
}

/** What the form opens with: everything where there is a service, else what needs none. */
export const firstDraft = (ready: boolean, model: string): GenerationDraft => ({
  name: '',
  types: ready ? [...memoryTypes] : ['trajectory'],
  conditions: [],
  benchmarks: [],
  limit: '',
  model,
  priceIn: '',
  priceOut: '',
  budgetUsd: '',
  budgetTokens: '',
  concurrency: '4',
  seed: '7',
  judgeTrialsWithoutVerifier: false,
  judgeTrialsWithVerifier: false,
  replayOnly: false,
});

/** Null for an empty field; what is no number is sent as typed, so that the server says what is wrong with it. */
const number = (text: string): number | string | null => {
  const bare = text.trim();
  if (bare === '') return null;
  return Number.isFinite(Number(bare)) ? Number(bare) : bare;
};
const orAll = (names: string[]): string[] | null => (names.length > 0 ? names : null);

/** The draft as the API takes it. */
export function toRequest(draft: GenerationDraft): Record<string, unknown> {
  const { name, priceIn, priceOut } = draft;
  const price =
    priceIn.trim() || priceOut.trim() ? { input: number(priceIn), output: number(priceOut) } : null;
  return {
    ...(name.trim() ? { name: name.trim() } : {}),
    types: draft.types,
    conditions: orAll(draft.conditions),
    benchmarks: orAll(draft.benchmarks),
    limit: number(draft.limit),
    model: draft.model.trim() || null,
    price,
    budgetUsd: number(draft.budgetUsd),
    budgetTokens: number(draft.budgetTokens),
    concurrency: number(draft.concurrency) ?? undefined,
    seed: number(draft.seed) ?? undefined,
    judgeTrialsWithoutVerifier: draft.judgeTrialsWithoutVerifier,
    judgeTrialsWithVerifier: draft.judgeTrialsWithVerifier,
    replayOnly: draft.replayOnly,
  };
}
