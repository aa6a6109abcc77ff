import type { Db } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import type { LlmUse } from '@/lib/core/llm-use';
import { type Asked, addAsked, askedNothing } from '@/lib/core/retrieval/asked';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { promptMemory } from '@/lib/core/retrieval/prompt-block';
import type { RankedHit } from '@/lib/core/retrieval/retrieve';
import { asksModel, type RetrievalSetting, reranks } from '@/lib/core/retrieval/setting';
import { writeQuery } from '@/lib/llm/retrieval/query-text';
import { refine } from '@/lib/llm/retrieval/refine';
import { askOptions } from '@/lib/mutations/ask-options';
import { requireAnswerable } from '@/lib/mutations/require-answerable';

/** What a language model does for one retrieval, before and after the search. */
export interface ModelForOne {
  /** What is searched for. */
  query: string;
  /** The setting of the search: deep enough for what follows. */
  searched: RetrievalSetting;
  refine: (pool: PoolMatrix, hits: readonly RankedHit[]) => Promise<{ hits: RankedHit[]; asked: Asked }>;
}

/**
 * Prepares a retrieval whose setting asks a language model; null for one that asks none. Answers are kept, so that the
 * same question costs once.
 *
 * @throws AppError `invalid-input` when no model is named; LlmError when it gives no usable answer
 */
export async function modelForOne(
  db: Db,
  task: string,
  setting: RetrievalSetting,
  llm: LlmUse | null | undefined,
): Promise<ModelForOne | null> {
  if (!asksModel(setting)) return null;
  if (!llm) {
    throw new AppError('invalid-input', 'This setting asks a language model, and none is named.', {
      where: 'llm',
      hint: 'Name it, for example "llm": {"model": "gpt-4.1-mini"}.',
    });
  }
  requireAnswerable(llm);
  const options = askOptions(db, llm);
  const written =
    setting.query === 'task'
      ? { text: task, asked: askedNothing }
      : await writeQuery(setting.query, task, llm, options);
  return {
    query: written.text,
    searched: reranks(setting) ? { ...setting, topN: Math.max(setting.candidates, setting.topN) } : setting,
    async refine(pool, hits) {
      const memoryOf = ({ memoryIndex }: RankedHit) => promptMemory(pool, memoryIndex);
      const refined = await refine(setting, { task, hits, memoryOf }, llm, options);
      return { hits: refined.hits, asked: addAsked(written.asked, refined.asked) };
    },
  };
}
