import { and, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { type job, memory } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { LlmUse } from '@/lib/core/llm-use';
import type { MetaKnowledgeKind } from '@/lib/core/memories/meta-knowledge';
import { findStudy } from '@/lib/queries/studies';
import { startJob } from './jobs';
import { requireAnswerable } from './require-answerable';

/** Starts to sort a study's insights into kinds. @throws AppError `not-found`, or LlmError `no-key`, `no-price` */
export async function startClassification(
  db: Db,
  studyId: string,
  settings: LlmUse,
): Promise<typeof job.$inferSelect> {
  if (!(await findStudy(db, studyId))) throw new AppError('not-found', `There is no study “${studyId}”.`);
  requireAnswerable(settings);
  return startJob(db, 'classify-insights', { studyId, ...settings }, studyId);
}

/**
 * Sets an insight's kind by hand, which no model changes any more; null leaves it unsorted.
 *
 * @throws AppError `not-found`, or `invalid-input` when the memory is no insight
 */
export async function setMetaKnowledge(
  db: Db,
  memoryId: string,
  kind: MetaKnowledgeKind | null,
): Promise<{ id: string; metaKnowledge: MetaKnowledgeKind | null }> {
  const rows = await db
    .update(memory)
    .set({ metaKnowledge: kind, metaKnowledgeBy: kind === null ? null : 'hand' })
    .where(and(eq(memory.id, memoryId), eq(memory.type, 'insight')))
    .returning({ id: memory.id, metaKnowledge: memory.metaKnowledge });
  if (rows[0]) return rows[0];
  if ((await db.$count(memory, eq(memory.id, memoryId))) === 0)
    throw new AppError('not-found', 'There is no such memory.');
  throw new AppError('invalid-input', 'Only insights have a kind of meta-knowledge.');
}
