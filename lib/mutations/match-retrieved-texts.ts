import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory, pool, retrieval, retrievalHit } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import type { MemoryMatch } from '@/lib/core/retrieval/match-memories';
import { recordset } from './records/recordset';

/** How many memories are compared at a time: with their texts they stay well under 100 MB. */
const memoriesAtATime = 10_000;

/** A transaction holds up all others, so many matches are written in several. */
const textsPerWrite = 500;

type Found = MemoryMatch & { memoryId: string };

/**
 * Finds the memories of logged texts that carry no name any pool knows: by their whole text, then as near-duplicates.
 * What was only near before is looked at again, since a better pool may have come in.
 */
export async function matchRetrievedTexts(db: Db, studyId: string, signal: AbortSignal): Promise<void> {
  const open = sql`(${retrievalHit.memoryId} is null or ${retrievalHit.match} = 'near')`;
  const texts = (
    await db
      .selectDistinct({ text: retrievalHit.text })
      .from(retrievalHit)
      .innerJoin(retrieval, eq(retrieval.id, retrievalHit.retrievalId))
      .where(sql`${retrieval.studyId} = ${studyId} and ${open}`)
      .orderBy(asc(retrievalHit.text))
  ).map((row) => row.text);
  if (texts.length === 0) return;

  const best: (Found | null)[] = texts.map(() => null);
  for (let offset = 0; ; offset += memoriesAtATime) {
    const memories = await db
      .select({
        id: memory.id,
        title: memory.title,
        description: memory.description,
        content: memory.content,
        sourceTaskText: memory.sourceTaskText,
      })
      .from(memory)
      .innerJoin(pool, eq(pool.id, memory.poolId))
      .where(eq(memory.studyId, studyId))
      .orderBy(asc(pool.name), asc(memory.externalId))
      .limit(memoriesAtATime)
      .offset(offset);
    const found = await compute('match-memories', { memories, texts }, { signal });
    for (const [i, match] of found.entries()) {
      if (match && isBetter(match, best[i] ?? null))
        best[i] = { ...match, memoryId: memories[match.memory]!.id };
    }
    if (memories.length < memoriesAtATime) break;
  }

  const rows = texts.map((text, i) => ({
    text,
    memoryId: best[i]?.memoryId ?? null,
    match: best[i]?.match ?? null,
    similarity: best[i]?.match === 'near' ? best[i].similarity : null,
  }));
  for (let from = 0; from < rows.length; from += textsPerWrite) {
    const columns = { text: 'text', memoryId: 'uuid', match: 'text', similarity: 'float8' } as const;
    await db.execute(sql`
      update ${retrievalHit} set memory_id = given."memoryId", match = given.match, similarity = given.similarity
      from ${recordset('given', columns, rows.slice(from, from + textsPerWrite))}, ${retrieval} r
      where r.id = ${retrievalHit.retrievalId} and r.study_id = ${studyId} and ${retrievalHit.text} = given.text
        and ${open}`);
  }
}

const isBetter = (one: MemoryMatch, than: MemoryMatch | null): boolean =>
  !than || (than.match === 'near' && (one.match === 'exact' || one.similarity > than.similarity));
