import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, memory } from '@/db/schema';
import { type KeyText, keyTextOf } from '@/lib/core/retrieval/key-text';

const lengthOf: Record<KeyText, SQL> = {
  key: sql`length(${memory.keyText})`,
  'title-description': sql`length(${memory.title}) + length(${memory.description})`,
  'full-text': sql`length(${memory.title}) + length(${memory.description}) + length(${memory.content})`,
};

/** Ids of the study's memories without a vector of one of their texts, those with the longest texts first. */
export async function missingMemories(
  db: Db,
  studyId: string,
  model: string,
  keyText: KeyText,
): Promise<string[]> {
  const theirs = and(
    eq(embedding.memoryId, memory.id),
    eq(embedding.model, model),
    eq(embedding.keyText, keyText),
  );
  const rows = await db
    .select({ id: memory.id })
    .from(memory)
    .leftJoin(embedding, theirs)
    .where(and(eq(memory.studyId, studyId), isNull(embedding.memoryId)))
    .orderBy(sql`${lengthOf[keyText]} desc`, asc(memory.id));
  return rows.map(({ id }) => id);
}

/** Texts by which memories are found, each once, with the memories that have it. */
export async function textsOf(db: Db, ids: string[], keyText: KeyText): Promise<Map<string, string[]>> {
  const nothing = sql<string>`''`;
  const rows = await db
    .select({
      id: memory.id,
      keyText: memory.keyText,
      title: memory.title,
      description: keyText === 'key' ? nothing : memory.description,
      content: keyText === 'full-text' ? memory.content : nothing,
    })
    .from(memory)
    .where(inArray(memory.id, ids));
  const texts = new Map<string, string[]>();
  for (const { id, ...row } of rows) {
    const text = keyTextOf(row, keyText);
    const sharing = texts.get(text);
    if (sharing) sharing.push(id);
    else texts.set(text, [id]);
  }
  return texts;
}
