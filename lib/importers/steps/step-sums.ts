import type { Step } from '@/lib/core/vocabulary';
import { sumKnown } from '../json-values';

/** Totals over the steps that were really taken: repeated context is left out. */
export function stepSums(steps: readonly Step[]) {
  const taken = steps.filter((step) => !step.copied);
  return {
    inputTokens: sumKnown(taken.map((step) => step.promptTokens)),
    outputTokens: sumKnown(taken.map((step) => step.completionTokens)),
    cachedTokens: sumKnown(taken.map((step) => step.cachedTokens)),
    costUsd: sumKnown(taken.map((step) => step.costUsd)),
  };
}
