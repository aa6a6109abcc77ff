import { type ConditionSettings, type MemoryType, memoryTypes, scopes } from '@/lib/core/vocabulary';
import { isWithoutMemory } from './baselines';
import type { Contrast } from './contrasts';

/** A condition as tables of settings need it. */
export interface SetCondition {
  id: string;
  label: string;
  settings: ConditionSettings;
}

/** The conditions of one model, in the order of papers. */
export interface ModelRows {
  /** Null where the logs name none. */
  model: string | null;
  rows: { id: string; setting: string | null }[];
}

const letters: Record<MemoryType, string> = { trajectory: 'T', workflow: 'W', summary: 'S', insight: 'I' };

/** What varied, as papers abbreviate it: "zero-shot", "I, cross-domain"; null where the settings do not say. */
export function settingName({ memoryType, scope }: ConditionSettings): string | null {
  if (!memoryType) return null;
  if (memoryType === 'none') return 'zero-shot';
  return scope ? `${letters[memoryType]}, ${scope}` : letters[memoryType];
}

function rankOf(condition: SetCondition): number {
  const { memoryType, scope } = condition.settings;
  if (isWithoutMemory(condition)) return 0;
  if (!memoryType || memoryType === 'none') return 100;
  return 1 + memoryTypes.indexOf(memoryType) + 10 * (scope ? 1 + scopes.indexOf(scope) : 0);
}

/** Conditions by model, and within a model zero-shot first, then scope by scope the types from concrete to abstract. */
export function arrangeByModel(conditions: readonly SetCondition[]): ModelRows[] {
  const models = new Map<string | null, SetCondition[]>();
  for (const condition of conditions) {
    const model = condition.settings.model ?? null;
    models.set(model, [...(models.get(model) ?? []), condition]);
  }
  return [...models]
    .sort(([a], [b]) => Number(a === null) - Number(b === null))
    .map(([model, own]) => ({
      model,
      rows: own
        .map((condition, place) => ({ condition, place }))
        .sort((a, b) => rankOf(a.condition) - rankOf(b.condition) || a.place - b.place)
        .map(({ condition }) => ({ id: condition.id, setting: settingName(condition.settings) })),
    }));
}

/** Which conditions differ in scope alone: memories from other benchmarks against the benchmark's own, of one type. */
export function scopeContrasts(conditions: readonly SetCondition[]): (Contrast & { name: string })[] {
  const alike = (a: ConditionSettings, b: ConditionSettings) =>
    (['agent', 'model', 'memoryType', 'method', 'topN'] as const).every(
      (name) => (a[name] ?? null) === (b[name] ?? null),
    );
  return conditions
    .filter(({ settings }) => settings.scope === 'cross-domain' && settings.memoryType)
    .flatMap((cross) => {
      const own = conditions.find(
        ({ settings }) => settings.scope === 'in-domain' && alike(settings, cross.settings),
      );
      if (!own) return [];
      const { model, memoryType } = cross.settings;
      return [{ condition: cross.id, against: own.id, name: [model, memoryType].filter(Boolean).join(', ') }];
    });
}

// Logs name the size of what memories were drawn from in several ways.
const countNames = ['memoryCount', 'memories', 'poolSize', 'numMemories', 'num_memories', 'pool_size'];
const systemNames = ['system', 'memorySystem', 'memory_system'];

/** Conditions that say how many memories their system holds, fewest first. */
export function memorySystems(
  conditions: readonly SetCondition[],
): { id: string; system: string; memories: number }[] {
  return conditions
    .flatMap(({ id, label, settings }) => {
      const memories = countNames.map((name) => settings[name]).find((value) => typeof value === 'number');
      const system = systemNames.map((name) => settings[name]).find((value) => typeof value === 'string');
      return memories === undefined ? [] : [{ id, system: system ?? label, memories }];
    })
    .sort((a, b) => a.memories - b.memories);
}
