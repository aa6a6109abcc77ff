import type { SetCondition } from '@/lib/core/gains/arrange';
import { baselinesByModel, type OwnBaselines, ownModel } from '@/lib/core/gains/baselines';

/** What can be chosen as the baseline, and what is; each model's own where several models have one. */
export function baselineChoice(
  conditions: readonly SetCondition[],
  baseline: string,
  baselines: OwnBaselines,
): { value: string; options: { value: string; label: string }[] } {
  const chosen = Object.keys(baselines).length > 0;
  // Seen from any condition there are others where several models have a baseline of their own.
  const offered = chosen || Object.keys(baselinesByModel(conditions, baseline)).length > 0;
  return {
    value: chosen ? ownModel : baseline,
    options: [
      ...(offered ? [{ value: ownModel, label: 'each model’s own' }] : []),
      ...conditions.map(({ id, label }) => ({ value: id, label })),
    ],
  };
}
