import type { ConditionSettings } from '@/lib/core/vocabulary';

/** In place of a condition's name: every condition is compared with the one without memory of its own model. */
export const ownModel = 'own-model';

interface SetCondition {
  id: string;
  label: string;
  settings: ConditionSettings;
}

const words = /zero[\s_-]?shot|baseline|no[\s_-]?memory|vanilla/i;

/** Whether agents had no memories: by the settings, else, where these are silent, by the label. */
export const isWithoutMemory = ({ label, settings }: Omit<SetCondition, 'id'>): boolean =>
  settings.memoryType === 'none' || (settings.memoryType == null && words.test(label));

/**
 * The condition that gains are measured against when nobody chose one: one without memories by its settings, else by
 * its label, else the first. The screen says which it is.
 *
 * @throws RangeError when there are no conditions
 */
export function suggestBaseline<T extends Omit<SetCondition, 'id'>>(conditions: readonly T[]): T {
  const first = conditions[0];
  if (!first) throw new RangeError('no conditions to choose a baseline from');
  return (
    conditions.find((c) => c.settings.memoryType === 'none') ?? conditions.find(isWithoutMemory) ?? first
  );
}

/** Other baselines than the one of the study, by the conditions that are compared with them. */
export type OwnBaselines = Readonly<Record<string, string>>;

/** What gains are over, as it stands after "over": one condition, or each model's own. */
export const nameOfBaselines = (baseline: string, baselines: OwnBaselines): string =>
  Object.keys(baselines).length > 0 ? 'each model’s own baseline' : baseline;

/**
 * For conditions of another model than the baseline's the condition without memory of that model, as tables of several
 * models are made: a difference between models is no gain of memories. A model without one stays with the baseline.
 *
 * @complexity O(conditions · models)
 */
export function baselinesByModel(conditions: readonly SetCondition[], baseline: string): OwnBaselines {
  const modelOf = ({ settings }: SetCondition) => settings.model ?? null;
  const chosen = conditions.find(({ id }) => id === baseline);
  const found: Record<string, string> = {};
  for (const condition of conditions) {
    const model = modelOf(condition);
    if (model === null || !chosen || model === modelOf(chosen)) continue;
    const own = conditions.find((one) => modelOf(one) === model && isWithoutMemory(one));
    if (own) found[condition.id] = own.id;
  }
  return found;
}
