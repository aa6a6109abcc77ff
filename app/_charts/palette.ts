import type { ConditionSettings, MemoryType } from '@/lib/core/vocabulary';

/** The colours of the charts, by meaning. Values are CSS variables, so that light and dark follow by themselves. */

export const memoryTypeColor = (type: MemoryType): string => `var(--type-${type})`;

const benchmarkColors = 8;

/**
 * The colour of a benchmark: by its place among the study's benchmarks in alphabetical order, so that it is the same in
 * every chart. From the ninth on colours repeat; labels tell those apart.
 */
export function benchmarkColor(name: string, all: readonly string[]): string {
  const place = [...new Set(all)].sort().indexOf(name);
  return place < 0 ? 'var(--text-faint)' : `var(--benchmark-${(place % benchmarkColors) + 1})`;
}

export const baselineColor = 'var(--baseline)';

/** Grey for the baseline, the type's colour where memories of one type were used, the accent elsewhere. */
export function conditionColor(settings: ConditionSettings, isBaseline: boolean): string {
  if (isBaseline || settings.memoryType === 'none') return baselineColor;
  return settings.memoryType ? memoryTypeColor(settings.memoryType) : 'var(--accent)';
}

/** Memories from other benchmarks are hatched, memories from the same one solid, as in the paper's figure. */
export const isHatched = (settings: ConditionSettings): boolean => settings.scope === 'cross-domain';
