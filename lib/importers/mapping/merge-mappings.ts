import type { ConditionRule, MemoryTypeRule, StudyMapping } from './mapping';

/**
 * A mapping with the answers of another import added: where both speak of the same thing, `newer` has the word.
 * Rules that ask for more come before rules that ask for less, so that a general rule never hides a special one.
 */
export function mergeMappings(older: StudyMapping, newer: StudyMapping): StudyMapping {
  const renewed = new Set(newer.conditions.map(whereKey));
  const baseline = new Set(newer.conditions.filter((rule) => rule.baseline).map(({ name }) => name));
  const kept = older.conditions
    .filter((rule) => !renewed.has(whereKey(rule)))
    .map((rule) => (baseline.size > 0 && !baseline.has(rule.name) ? withoutBaseline(rule) : rule));
  const types = new Map<string, MemoryTypeRule>();
  for (const rule of [...newer.memoryTypes, ...older.memoryTypes]) {
    const key = JSON.stringify([rule.pool ?? null, rule.originalType]);
    if (!types.has(key)) types.set(key, rule);
  }
  return {
    template: newer.template,
    conditions: [...newer.conditions, ...kept].sort((a, b) => asked(b) - asked(a)),
    memoryTypes: [...types.values()],
  };
}

/** The rules of a mapping without those that say of exactly these facts what to do. */
export function withoutRules(mapping: StudyMapping, wheres: readonly Record<string, string>[]): StudyMapping {
  const dropped = new Set(wheres.map((where) => whereKey({ where })));
  return { ...mapping, conditions: mapping.conditions.filter((rule) => !dropped.has(whereKey(rule))) };
}

const whereKey = ({ where }: Pick<ConditionRule, 'where'>) => JSON.stringify(Object.entries(where).sort());

const asked = ({ where }: ConditionRule) => Object.keys(where).length;

function withoutBaseline({ baseline: _, ...rule }: ConditionRule): ConditionRule {
  return rule;
}
