import type { MemoryType } from '@/lib/core/vocabulary';
import { instantOf } from '../instant';
import { asName, asNumber, asObject, inWords } from '../json-values';
import { definePool } from '../pools/define-pool';
import { verdict } from '../pools/verdict';

/** ReMe's word for a memory of what one person likes: facts about past dealings, and no lesson. */
const types: Record<string, MemoryType> = { personal: 'summary' };

/**
 * Nodes of a ReMe (formerly MemoryScope) vector store, of its newer spelling (`memory_id`, `memory_type`) and its older
 * one (`experience_id`, `experience_type`).
 *
 * A node is a lesson with the occasion for it, written without its run: an insight. Only what ReMe calls personal
 * retells what was, and is taken as a summary. A workspace holds what one dataset taught, so it stands for the
 * benchmark.
 */
export const reme = definePool({
  id: 'reme',
  label: 'ReMe memory pool',

  // A few nodes have their occasion only in what is told about them.
  isEntry: (fields) =>
    'content' in fields &&
    (typeof fields.when_to_use === 'string' || (fields.when_to_use === null && 'metadata' in fields)),

  toMemories(fields) {
    const content = inWords(fields.content).trim();
    if (!content) return [];
    const { extra_info, author, task_query, when_to_use, created_time, modified_time, ...told } =
      asObject(fields.metadata) ?? {};
    const originalType = asName(fields.memory_type) ?? asName(fields.experience_type);
    const freq = asNumber(told.freq);
    return [
      {
        id: asName(fields.memory_id) ?? asName(fields.experience_id),
        type: types[originalType ?? ''] ?? 'insight',
        originalType,
        description: inWords(fields.when_to_use ?? when_to_use).trim(),
        content,
        sourceBenchmark: asName(fields.workspace_id),
        sourceTaskText: asName(task_query),
        sourceModel: asName(fields.author) ?? asName(author),
        success: verdict(told.category),
        // ReMe's own clock names no zone; other writers of its format do.
        madeAt: instantOf(fields.time_created ?? created_time),
        // Counted only when the memory is used: zero of zero uses says nothing.
        utility: freq === 0 ? null : asNumber(told.utility),
        details: {
          score: fields.score,
          createdAt: fields.time_created ?? created_time,
          modifiedAt: fields.time_modified ?? modified_time,
          ...told,
          ...asObject(extra_info),
        },
      },
    ];
  },
});
