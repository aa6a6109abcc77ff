import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { retrieval, retrievalHit, trial } from '@/db/schema';
import type { LoggedRetrieval } from '@/lib/importers/importer';
import { recordset } from './recordset';
import { nothingWritten, type WriteCount, type WriteScope } from './writable';

/** A logged retrieval with the ids of what it belongs to. */
export interface PlacedRetrieval {
  taskId: string;
  /** The trial's own name, for one whose id the batch does not know; null for a retrieval without a trial. */
  trial: { source: string; externalId: string } | null;
  log: LoggedRetrieval;
}

const columns = {
  position: 'int',
  taskId: 'uuid',
  trialSource: 'text',
  trialExternalId: 'text',
  query: 'text',
  method: 'text',
};
const hitColumns = {
  retrievalId: 'uuid',
  rank: 'int',
  score: 'float8',
  memoryExternalId: 'text',
  text: 'text',
};

/**
 * Upserts retrievals with their hits: one per trial, and one per task and query for those without a trial.
 * A trial that is not (yet) there leaves its retrieval with the task alone.
 */
export async function writeRetrievals(
  tx: Transaction,
  { studyId, importId }: WriteScope,
  placed: readonly PlacedRetrieval[],
): Promise<WriteCount> {
  if (placed.length === 0) return nothingWritten;
  const rows = placed.map((one, position) => ({
    position,
    taskId: one.taskId,
    trialSource: one.trial?.source ?? null,
    trialExternalId: one.trial?.externalId ?? null,
    query: one.log.query,
    method: one.log.method,
  }));
  const resolved = await tx.execute<{ position: number; trialId: string | null; known: string | null }>(sql`
    select given.position, t.id as "trialId", r.id as known
    from ${recordset('given', columns, rows)}
    left join ${trial} t on t.study_id = ${studyId} and t.source = given."trialSource"
      and t.external_id = given."trialExternalId"
    left join lateral (
      select r.id from ${retrieval} r
      where r.trial_id = t.id or (t.id is null and r.trial_id is null and r.task_id = given."taskId"
        and r.query is not distinct from given.query)
      limit 1) r on true
    order by given.position`);

  const ids = new Map<number, string>();
  const fresh = new Map<string, { position: number; trialId: string | null }>();
  for (const row of resolved.rows) {
    if (row.known) ids.set(row.position, row.known);
    else {
      const one = rows[row.position]!;
      fresh.set(row.trialId ?? `${one.taskId} ${one.query}`, row);
    }
  }
  const added = [...fresh.values()];
  if (added.length > 0) {
    const values = added.map(({ position, trialId }) => {
      const { taskId, query, method } = rows[position]!;
      return { studyId, importId, taskId, trialId, query, method };
    });
    const made = await tx.insert(retrieval).values(values).returning({ id: retrieval.id });
    for (const [i, { id }] of made.entries()) ids.set(added[i]!.position, id);
  }
  await writeHits(tx, placed, ids);
  return { added: added.length, changed: 0, unchanged: placed.length - added.length };
}

async function writeHits(
  tx: Transaction,
  placed: readonly PlacedRetrieval[],
  ids: ReadonlyMap<number, string>,
): Promise<void> {
  const hits = new Map<string, object>();
  for (const [position, { log }] of placed.entries()) {
    const retrievalId = ids.get(position);
    if (!retrievalId) continue;
    for (const { rank, score, memoryExternalId, text } of log.hits) {
      hits.set(`${retrievalId} ${rank}`, { retrievalId, rank, score, memoryExternalId, text });
    }
  }
  if (hits.size === 0) return;
  await tx.execute(sql`
    insert into ${retrievalHit} (retrieval_id, rank, score, memory_external_id, text)
    select given.* from ${recordset('given', hitColumns, [...hits.values()])}
    on conflict (retrieval_id, rank) do update set
      score = coalesce(excluded.score, ${retrievalHit.score}),
      memory_external_id = coalesce(excluded.memory_external_id, ${retrievalHit.memoryExternalId}),
      text = excluded.text`);
}
