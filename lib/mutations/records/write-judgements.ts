import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { judgement, trial } from '@/db/schema';
import type { JudgementRecord } from '@/lib/importers/importer';
import { recordset } from './recordset';
import { nothingWritten, type WriteCount, type WriteScope } from './writable';
import { benchmarkIds, type TaskIds } from './write-tasks';

const columns = {
  benchmarkId: 'uuid',
  taskId: 'uuid',
  judge: 'text',
  externalId: 'text',
  trialSource: 'text',
  trialExternalId: 'text',
  verdict: 'bool',
  truth: 'bool',
  response: 'text',
};

/** Upserts judges' verdicts; a verdict's trial is linked when it is there, else when it comes. */
export async function writeJudgements(
  tx: Transaction,
  scope: WriteScope,
  records: readonly JudgementRecord[],
  taskIdOf: TaskIds,
): Promise<WriteCount> {
  if (records.length === 0) return nothingWritten;
  const unique = [...new Map(records.map((r) => [`${r.judge}\u0000${r.externalId}`, r])).values()];
  const benchmarks = await benchmarkIds(
    tx,
    scope,
    unique.map((r) => r.benchmark),
  );
  const { studyId, importId } = scope;
  const rows = unique.map((r) => ({
    benchmarkId: benchmarks.get(r.benchmark),
    taskId: r.task === null ? null : taskIdOf(r.benchmark, r.task),
    judge: r.judge,
    externalId: r.externalId,
    trialSource: r.trial?.source ?? null,
    trialExternalId: r.trial?.externalId ?? null,
    verdict: r.verdict,
    truth: r.truth,
    response: r.response,
  }));
  const touched = await tx.execute<{ added: boolean }>(sql`
    insert into ${judgement} (study_id, import_id, benchmark_id, task_id, judge, external_id, trial_source,
      trial_external_id, verdict, truth, response, trial_id)
    select ${studyId}, ${importId}::uuid, given.*, t.id from ${recordset('given', columns, rows)}
    left join ${trial} t on t.study_id = ${studyId} and t.source = given."trialSource"
      and t.external_id = given."trialExternalId"
    on conflict (study_id, judge, external_id) do update set verdict = excluded.verdict,
      truth = coalesce(excluded.truth, ${judgement.truth}), response = excluded.response,
      trial_id = coalesce(excluded.trial_id, ${judgement.trialId})
    where (${judgement.verdict}, ${judgement.response}) is distinct from (excluded.verdict, excluded.response)
      or (${judgement.truth} is null and excluded.truth is not null)
      or (${judgement.trialId} is null and excluded.trial_id is not null)
    returning xmax = 0 as added`);
  const added = touched.rows.filter((row) => row.added).length;
  const changed = touched.rows.length - added;
  return { added, changed, unchanged: unique.length - added - changed };
}
