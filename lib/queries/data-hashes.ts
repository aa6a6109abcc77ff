import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  benchmark,
  condition,
  embedding,
  judgement,
  memory,
  pool,
  retrieval,
  retrievalHit,
  task,
  trial,
} from '@/db/schema';
import { countVectors } from '@/lib/mutations/embed';
import type { StudyState } from './gains-outcomes';
import { keptAnswers } from './kept-answers';

const kept = keptAnswers<string>('hashes of uses and verdicts', 50);

/**
 * SHA-256 in hex over the lines that a query gives, in an order of their own. They go by names, not by ids, so that the same
 * logs give the same hash in any study. Made in the database: the lines are many, the hash is short.
 */
async function hashLines(db: Db, lines: SQL): Promise<string> {
  const found = await db.execute<{ hash: string }>(sql`
    select encode(sha256(convert_to(coalesce(string_agg(line, e'\n' order by line collate "C"), ''), 'UTF8')), 'hex') as hash
    from (${lines}) lines`);
  return found.rows[0]!.hash;
}

/** Memories whose vectors are hashed by one statement, which holds up all others of an embedded database. */
const slice = 1_000;

/** The hash of a study's memories with their vectors of one model. */
async function hashMemories(db: Db, studyId: string, model: string | null): Promise<string> {
  const lines: string[] = [];
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: { id: string; line: string }[] } = await db.execute(sql`
      select m.id, json_build_array(p.name, m.external_id, m.type, m.source_benchmark, m.source_task,
        encode(sha256(e.vector), 'hex'))::text as line
      from ${memory} m join ${pool} p on p.id = m.pool_id left join ${embedding} e
        on e.memory_id = m.id and e.model = ${model} and e.key_text = 'key'
      where m.study_id = ${studyId} and (${after}::uuid is null or m.id > ${after}::uuid)
      order by m.id limit ${slice}`);
    lines.push(...rows.map(({ line }) => line));
    if (rows.length < slice) break;
    after = rows.at(-1)!.id;
  }
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

const hashTrials = (db: Db, studyId: string): Promise<string> =>
  hashLines(
    db,
    sql`
    select json_build_array(b.name, k.external_id, c.label, t.reward::text, t.exception_type,
      (select json_agg(distinct (p.name || ' ' || m.external_id) collate "C") from ${retrieval} r
        join ${retrievalHit} h on h.retrieval_id = r.id join ${memory} m on m.id = h.memory_id
        join ${pool} p on p.id = m.pool_id where r.trial_id = t.id))::text as line
    from ${trial} t join ${condition} c on c.id = t.condition_id join ${task} k on k.id = t.task_id
      join ${benchmark} b on b.id = k.benchmark_id
    where t.study_id = ${studyId}`,
  );

/**
 * The hash of all that uplifts of memories rest on: trials, the memories in their prompts, and the vectors of the model
 * that the abstraction index is of.
 *
 * @param model null where there are no vectors
 */
export async function hashUses(db: Db, study: StudyState, model: string | null): Promise<string> {
  // Vectors come without the study's being another one.
  const vectors = (await countVectors(db, study.id)).find((set) => set.model === model)?.memoryCount ?? 0;
  return kept(['uses', study.id, study.createdAt, study.revision, model, vectors], async () =>
    createHash('sha256')
      .update(await hashTrials(db, study.id))
      .update(await hashMemories(db, study.id, model))
      .digest('hex'),
  );
}

/**
 * The hash of what judges said, beside the verifiers' word on the same trials.
 *
 * @param judge one of them; all when left out
 */
export const hashVerdicts = (db: Db, study: StudyState, judge?: string): Promise<string> =>
  kept(['verdicts', study.id, study.createdAt, study.revision, judge], () =>
    hashLines(
      db,
      sql`
    select json_build_array(j.judge, j.external_id, b.name, k.external_id, c.label, t.external_id, t.reward::text, j.verdict,
      j.truth)::text as line
    from ${judgement} j join ${benchmark} b on b.id = j.benchmark_id left join ${trial} t on t.id = j.trial_id
      left join ${condition} c on c.id = t.condition_id left join ${task} k on k.id = t.task_id
    where j.study_id = ${study.id} ${judge === undefined ? sql`` : sql`and j.judge = ${judge}`}`,
    ),
  );
