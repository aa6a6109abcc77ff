import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationArm, ablationResult } from '@/db/schema';
import { emptyRankings, type RankedArms, setRanking } from '@/lib/core/retrieval/ranked-arms';
import { inTurns } from './in-turns';
import { keptAnswers } from './kept-answers';

/** What the arms of an ablation that are done retrieved, with tasks and memories by number. */
export interface AblationRankings {
  rankings: RankedArms;
  /** The arm's own number, by its place in the rankings. */
  arms: number[];
  taskIds: string[];
  /** Task numbers by id. */
  tasks: ReadonlyMap<string, number>;
  /** The number of a memory, given out anew for one that no arm retrieved. */
  memoryNumber: (id: string) => number;
  /** What these rankings are told from others by. */
  contentHash: string;
}

const kept = keptAnswers<Omit<AblationRankings, 'contentHash'>>('ablation-rankings', 3);

/** The rankings of an ablation; null before any arm is done. */
export async function loadAblationRankings(db: Db, ablationId: string): Promise<AblationRankings | null> {
  const found = await db.execute<{ arms: number[] | null; hash: string | null }>(sql`
    select jsonb_agg(arm order by arm) as arms,
      md5(string_agg(arm || ' ' || coalesce(finished_at::text, ''), ',' order by arm)) as hash
    from ${ablationArm} where ablation_id = ${ablationId}::uuid and state = 'done'`);
  const { arms, hash } = found.rows[0]!;
  if (!arms || !hash) return null;
  const contentHash = `${ablationId} ${hash}`;
  return { ...(await kept(contentHash, () => readRankings(db, ablationId, arms))), contentHash };
}

async function readRankings(
  db: Db,
  ablationId: string,
  arms: number[],
): Promise<Omit<AblationRankings, 'contentHash'>> {
  const own = eq(ablationResult.ablationId, ablationId);
  const [tasks, longest] = await Promise.all([
    db
      .selectDistinct({ id: ablationResult.taskId })
      .from(ablationResult)
      .where(own)
      .orderBy(ablationResult.taskId),
    db
      .select({ n: sql<number>`coalesce(max(jsonb_array_length(${ablationResult.hits})), 0)::int` })
      .from(ablationResult)
      .where(own),
  ]);
  const places = new Map(tasks.map(({ id }, place) => [id, place]));
  const numbers = new Map<string, number>();
  const memoryNumber = (id: string) => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };
  const rankings = emptyRankings(arms.length, tasks.length, longest[0]!.n);
  // One arm at a time: all of them in one answer would hold this thread up.
  for (const [place, arm] of arms.entries()) {
    const rows = await db
      .select({
        taskId: ablationResult.taskId,
        memories: sql<string[]>`jsonb_path_query_array(${ablationResult.hits}, '$[*].memoryId')`,
      })
      .from(ablationResult)
      .where(and(own, eq(ablationResult.arm, arm), sql`${ablationResult.reason} is null`));
    await inTurns(rows, ({ taskId, memories }) =>
      setRanking(rankings, place, places.get(taskId)!, memories.map(memoryNumber)),
    );
  }
  return { rankings, arms, taskIds: tasks.map(({ id }) => id), tasks: places, memoryNumber };
}
