import type { MemoryType } from '@/lib/core/vocabulary';
import type { MemoryRecord } from '../importer';
import { asList, asName, asNumber, asObject, asText, inWords, type JsonObject } from '../json-values';
import { toVector } from '../paper-pool/vector';
import type { MemoryDraft } from '../pools/memory-draft';
import { verdict } from '../pools/verdict';

/** How MemRL was told to remember. A script is the steps without their run; with its trajectory beside it, still that. */
const builds: Record<string, MemoryType> = {
  trajectory: 'trajectory',
  script: 'workflow',
  proceduralization: 'workflow',
};

/**
 * An item of MemRL's textual memory. Its `memory` is only what it is found by, the text of its task; what was learnt
 * lies in `full_content`, which repeats the task in front. An item of MemOS without one is a noted fact: a summary.
 */
export function toMemory(item: JsonObject): MemoryDraft[] {
  const { full_content, embedding, ...told } = asObject(item.metadata) ?? {};
  const task = inWords(item.memory).trim();
  const whole = asText(full_content)?.trim() ?? '';
  const content = (whole.startsWith(`Task: ${task}`) ? whole.slice(task.length + 6) : whole).trim() || task;
  if (!content) return [];
  const build = asName(told.strategy_build);
  return [
    {
      id: asName(item.id),
      type: whole ? (builds[build ?? ''] ?? 'trajectory') : 'summary',
      originalType: build ?? asName(told.type),
      description: whole ? task : '',
      content,
      keyText: task,
      sourceBenchmark: asName(told.source_benchmark),
      sourceTask: asName(told.task_id),
      sourceTaskText: whole ? task : null,
      sourceModel: asName(told.model),
      success: verdict(told.success) ?? ofNumber(told.success),
      utility: asNumber(told.q_value),
      embeddings: vectors(embedding),
      details: told,
    },
  ];
}

/** MemRL writes its verdicts as flags, words or numbers. */
const ofNumber = (value: unknown): boolean | null => (value === 1 ? true : value === 0 ? false : null);

function vectors(given: unknown): MemoryRecord['embeddings'] {
  const { vector } = asList(given) ? toVector(given) : { vector: null };
  return vector ? [{ model: `imported-${vector.length}d`, vector }] : [];
}
