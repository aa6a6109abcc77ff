import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, memory, study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { settingKey } from '@/lib/core/retrieval/grid';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import { LeakageAudit } from '@/lib/core/retrieval/leakage';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { Retriever } from '@/lib/core/retrieval/retrieve';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';
import { loadPool } from './load-pool';

/** A pool that is held for the next question, with what was prepared of it. */
export interface ServedPool {
  pool: PoolMatrix;
  /** The same setting is prepared once. */
  retriever(setting: RetrievalSetting): Retriever;
}

// Pools are large: few are held, and the study's revision makes them stale.
const slot = Symbol.for('carryover.served-pools');
const holder = globalThis as { [slot]?: Map<string, Promise<ServedPool>> };
const heldPools = 4;
const heldSettings = 32;

/**
 * The memories of a study, or of some of its pools, ready to be searched again and again.
 *
 * @param model  of the vectors; null for methods that need none
 * @param keyText  which of the memories' texts they are found by
 * @throws AppError `not-found` for an unknown study
 */
export async function servedPool(
  db: Db,
  studyId: string,
  model: string | null,
  poolIds?: readonly string[],
  keyText: KeyText = 'key',
): Promise<ServedPool> {
  holder[slot] ??= new Map();
  const held = holder[slot];
  const key = JSON.stringify([
    studyId,
    await stateOf(db, studyId, model, keyText),
    model,
    keyText,
    poolIds?.toSorted() ?? null,
  ]);
  const known = held.get(key);
  if (known) {
    // The one that was asked for last goes last.
    held.delete(key);
    held.set(key, known);
    return known;
  }
  const made = loadPool(db, studyId, { model, keyText, poolIds, contents: true, uplifts: true }).then(
    prepared,
  );
  held.set(key, made);
  made.catch(() => held.delete(key));
  while (held.size > heldPools) held.delete(held.keys().next().value!);
  return made;
}

/** Changes whenever the study's memories or their vectors do. */
async function stateOf(db: Db, studyId: string, model: string | null, keyText: KeyText): Promise<unknown[]> {
  const rows = await db
    .select({
      revision: study.revision,
      createdAt: study.createdAt,
      vectors:
        model === null
          ? sql<number>`0`
          : sql<number>`(${db
              .select({ n: sql`count(*)::int` })
              .from(embedding)
              .innerJoin(memory, eq(memory.id, embedding.memoryId))
              .where(
                and(eq(memory.studyId, study.id), eq(embedding.model, model), eq(embedding.keyText, keyText)),
              )})`,
    })
    .from(study)
    .where(eq(study.id, studyId));
  if (!rows[0]) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const { revision, createdAt, vectors } = rows[0];
  return [revision, createdAt, vectors];
}

function prepared(pool: PoolMatrix): ServedPool {
  const audit = new LeakageAudit(pool);
  const retrievers = new Map<string, Retriever>();
  return {
    pool,
    retriever(setting) {
      const key = settingKey(setting);
      const known = retrievers.get(key);
      if (known) return known;
      const made = new Retriever(pool, setting, audit);
      retrievers.set(key, made);
      while (retrievers.size > heldSettings) retrievers.delete(retrievers.keys().next().value!);
      return made;
    },
  };
}
