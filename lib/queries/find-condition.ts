import { AppError } from '@/lib/core/errors';
import { ownModel } from '@/lib/core/gains/baselines';

/** The condition that an id, a label or else a former label means; undefined where there is none. */
export const conditionNamed = <T extends { id: string; label: string; aliases: readonly string[] }>(
  conditions: readonly T[],
  name: string,
): T | undefined =>
  conditions.find((c) => c.id === name || c.label === name) ??
  conditions.find((c) => c.aliases.includes(name));

/**
 * The same where there has to be one.
 *
 * @throws AppError `not-found`, naming those that exist
 */
export function findCondition<T extends { id: string; label: string; aliases: readonly string[] }>(
  conditions: readonly T[],
  name: string,
): T {
  const found = conditionNamed(conditions, name);
  if (found) return found;
  throw new AppError('not-found', `There is no condition “${name}” in this study.`, {
    hint: `It may have been renamed, merged or deleted. There are: ${conditions.map((c) => c.label).join(', ') || 'none'}.`,
    where: 'baseline',
  });
}

/** The id of the condition that is asked for as the baseline, or `own-model`; a condition of that name comes first. */
export function findBaselineId(conditions: Parameters<typeof findCondition>[0], name: string): string {
  const named = conditions.some(({ id, label }) => id === name || label === name);
  return name === ownModel && !named ? ownModel : findCondition(conditions, name).id;
}

/** The same where a baseline is no more than a side matter: undefined, so the study's own, for one that is not there. */
export function knownBaseline(
  conditions: Parameters<typeof findCondition>[0],
  name: string | undefined,
): string | undefined {
  const known = name !== undefined && conditionNamed(conditions, name) !== undefined;
  return known || name === ownModel ? name : undefined;
}
