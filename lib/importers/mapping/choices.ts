import type { FoundGroup } from './group-found';
import type { ConditionRule, MemoryTypeRule, StudyMapping } from './mapping';
import { mergeMappings, withoutRules } from './merge-mappings';
import { fits } from './place-trials';

/** What a person decided for one group of found trials. */
export interface ConditionChoice {
  name: string;
  settings: ConditionRule['settings'];
  baseline: boolean;
  /** Another name for its benchmark; null keeps what the logs say. */
  benchmark: string | null;
}

/** The choice that a group comes with, before anybody changed it. */
export const choiceOf = ({ name, settings, baseline, benchmark }: FoundGroup): ConditionChoice => ({
  name,
  settings,
  baseline,
  benchmark,
});

/**
 * The mapping that says what was chosen: a rule for every group whose choice differs from what the logs propose, none for
 * the others, and the older rules for groups that are not among these.
 */
export function mappingOf(
  older: StudyMapping,
  template: string | null,
  chosen: readonly { group: FoundGroup; choice: ConditionChoice }[],
  memoryTypes: readonly MemoryTypeRule[],
): StudyMapping {
  const others = withoutRules(
    older,
    chosen.map(({ group }) => group.where),
  );
  // What is left as proposed needs a rule only where an older, more general one would name it.
  const told = chosen.filter(
    ({ group, choice }) =>
      !isAsProposed(group, choice) || others.conditions.some((rule) => fits(rule, group.where)),
  );
  const conditions = told.map(({ group, choice }) => toRule(group, choice));
  return mergeMappings(others, { template, conditions, memoryTypes: [...memoryTypes] });
}

function isAsProposed(group: FoundGroup, choice: ConditionChoice): boolean {
  const says = Object.keys(choice.settings).length > 0 || choice.baseline || choice.benchmark !== null;
  return choice.name.trim() === group.proposed && !says;
}

function toRule(group: FoundGroup, choice: ConditionChoice): ConditionRule {
  return {
    where: group.where,
    name: choice.name.trim(),
    settings: choice.settings,
    ...(choice.benchmark === null ? {} : { benchmark: choice.benchmark.trim() }),
    ...(choice.baseline ? { baseline: true } : {}),
  };
}
