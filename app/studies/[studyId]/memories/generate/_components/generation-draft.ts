import { firstLlmDraft, type LlmDraft, numberOrText, toLlmUse } from '@/app/_llm/llm-draft';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import type { ServiceDescription } from '@/lib/llm/describe-service';

/** The form as it is typed: numbers are text until they are sent. */
export interface GenerationDraft extends LlmDraft {
  name: string;
  types: MemoryType[];
  conditions: string[];
  benchmarks: string[];
  limit: string;
  judgeTrialsWithoutVerifier: boolean;
  judgeTrialsWithVerifier: boolean;
}

/** What the form opens with: everything where there is a service, else what needs none. */
export const firstDraft = (service: ServiceDescription): GenerationDraft => ({
  name: '',
  types: service.state === 'ready' ? [...memoryTypes] : ['trajectory'],
  conditions: [],
  benchmarks: [],
  limit: '',
  ...firstLlmDraft(service),
  judgeTrialsWithoutVerifier: false,
  judgeTrialsWithVerifier: false,
});

const orAll = (names: string[]): string[] | null => (names.length > 0 ? names : null);

/** The draft as the API takes it. */
export function toRequest(draft: GenerationDraft): Record<string, unknown> {
  const { name } = draft;
  return {
    ...(name.trim() ? { name: name.trim() } : {}),
    types: draft.types,
    conditions: orAll(draft.conditions),
    benchmarks: orAll(draft.benchmarks),
    limit: numberOrText(draft.limit),
    ...toLlmUse(draft),
    model: draft.model.trim() || null,
    judgeTrialsWithoutVerifier: draft.judgeTrialsWithoutVerifier,
    judgeTrialsWithVerifier: draft.judgeTrialsWithVerifier,
  };
}
