import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { judgement, memory, retrieval, retrievalHit, trial } from '@/db/schema';

/** Connects logged retrievals with memories that have come in since, by the memory's own name. */
export async function linkRetrievedMemories(db: Db, studyId: string): Promise<void> {
  const open = sql`${retrieval} r where ${retrievalHit.memoryId} is null
    and r.id = ${retrievalHit.retrievalId} and r.study_id = ${studyId}`;
  await db.execute(sql`
    update ${retrievalHit} set memory_id = m.id, match = 'name', similarity = null
    from (select distinct on (external_id) id, external_id from ${memory} where study_id = ${studyId}
          order by external_id, id) m, ${open} and ${retrievalHit.memoryExternalId} = m.external_id`);
}

/** Connects judges' verdicts with trials that have come in since. */
export async function linkJudgements(db: Db, studyId: string): Promise<void> {
  await db.execute(sql`
    update ${judgement} set trial_id = t.id, task_id = t.task_id from ${trial} t
    where ${judgement.studyId} = ${studyId} and ${judgement.trialId} is null and t.study_id = ${studyId}
      and t.source = ${judgement.trialSource} and t.external_id = ${judgement.trialExternalId}`);
}
