import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, memory, study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import { loadPool } from './load-pool';
import { currentMoment, type Moment } from './moment';
import { SearchedPool } from './searched-pool';

interface HeldPool {
  studyId: string;
  /** Of the study: pools of another are stale, whatever model and part they are of. */
  revision: string;
  state: string;
  pool: Promise<SearchedPool>;
}

// Pools are large: few are held, one of each kind.
const slot = Symbol.for('carryover.served-pools');
const holder = globalThis as { [slot]?: Map<string, HeldPool> };
const heldPools = 4;

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
  moment?: Moment,
): Promise<SearchedPool> {
  holder[slot] ??= new Map();
  const held = holder[slot];
  const now = moment ?? (await currentMoment(db));
  const state = await now.read(['state', studyId, model, keyText], () =>
    stateOf(db, studyId, model, keyText),
  );
  const revision = JSON.stringify([state?.revision, state?.createdAt]);
  for (const [key, kept] of held)
    if (kept.studyId === studyId && kept.revision !== revision) held.delete(key);
  if (!state) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const key = JSON.stringify([studyId, model, keyText, poolIds?.toSorted() ?? null]);
  const known = held.get(key);
  // The one that was asked for last goes last.
  held.delete(key);
  if (known?.state === JSON.stringify(state)) {
    held.set(key, known);
    return known.pool;
  }
  const pool = loadPool(db, studyId, { model, keyText, poolIds, contents: true, uplifts: true }).then(
    (loaded) => new SearchedPool(loaded),
  );
  const made = { studyId, revision, state: JSON.stringify(state), pool };
  held.set(key, made);
  pool.catch(() => {
    if (held.get(key) === made) held.delete(key);
  });
  while (held.size > heldPools) held.delete(held.keys().next().value!);
  return pool;
}

/** Changes whenever the study's memories or their vectors do; null when there is no such study. */
async function stateOf(db: Db, studyId: string, model: string | null, keyText: KeyText) {
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
  return rows[0] ?? null;
}
