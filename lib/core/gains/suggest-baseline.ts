import type { ConditionSettings } from '@/lib/core/vocabulary';

const baselineWords = /zero[\s_-]?shot|baseline|no[\s_-]?memory|vanilla/i;

/**
 * The condition that gains are measured against when nobody chose one: one without memories by its settings, else by
 * its label, else the first. The screen says which it is.
 *
 * @throws RangeError when there are no conditions
 */
export function suggestBaseline<T extends { label: string; settings: ConditionSettings }>(
  conditions: readonly T[],
): T {
  const first = conditions[0];
  if (!first) throw new RangeError('no conditions to choose a baseline from');
  return (
    conditions.find((c) => c.settings.memoryType === 'none') ??
    conditions.find((c) => baselineWords.test(c.label)) ??
    first
  );
}
