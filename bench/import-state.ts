import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { findPlaces } from '@/lib/artefacts/find-places';

/** Everything that an import left in a study, row by row, without ids and times: two imports of the same files give the same. */
export async function importState(
  db: Db,
  { studyId, importId }: { studyId: string; importId: string },
): Promise<Record<string, unknown[]>> {
  const rows = async (query: ReturnType<typeof sql>) => (await db.execute(query)).rows as unknown[];
  const files = await rows(sql`
    select path, bytes, sha256, format, outcome, reason, warnings, rejections, counts
    from import_file where import_id = ${importId} order by path`);
  const hashes = (files as { sha256: string | null }[]).flatMap(({ sha256 }) => sha256 ?? []);
  const stored = await findPlaces(db, hashes);
  return {
    files,
    'contents that are not stored': hashes.filter((hash) => !stored.has(hash)),
    settings: await rows(sql`
      select fingerprint, label, basis, benchmark, settings from found_setting where study_id = ${studyId} order by 1`),
    conditions: await rows(sql`
      select label, basis, settings, aliases from condition where study_id = ${studyId} order by 1`),
    tasks: await rows(sql`
      select b.name, t.external_id, t.text from task t join benchmark b on b.id = t.benchmark_id
      where t.study_id = ${studyId} order by 1, 2`),
    trials: await rows(sql`
      select t.source, t.external_id, b.name as benchmark, k.external_id as task, c.label as condition, t.attempt,
        t.reward, t.rewards, t.exception_type, t.exception_message, t.finished, t.input_tokens, t.output_tokens,
        t.cached_tokens, t.cost_usd, t.started_at, t.duration_ms, t.details, t.path, t.found_attempt,
        s.fingerprint, y.format, y.step_count, y.tool_call_count, y.path as log, y.source_hash, y.digest
      from trial t join task k on k.id = t.task_id join benchmark b on b.id = k.benchmark_id
        join condition c on c.id = t.condition_id left join found_setting s on s.id = t.found_setting_id
        left join trajectory y on y.trial_id = t.id
      where t.study_id = ${studyId} order by 1, 2`),
    memories: await rows(sql`
      select p.name, m.external_id, m.type, m.original_type, m.title, m.description, m.content, m.key_text,
        m.source_benchmark, m.source_task, m.success, m.utility, m.details,
        (select json_agg(json_build_array(e.model, e.dimensions, md5(e.vector)) order by e.model)
          from embedding e where e.memory_id = m.id) as vectors
      from memory m join pool p on p.id = m.pool_id where m.study_id = ${studyId} order by 1, 2`),
    retrievals: await rows(sql`
      select k.external_id as task, t.external_id as trial, r.query, r.method, h.rank, h.score, h.match, h.similarity,
        h.text, m.external_id as memory
      from retrieval r join task k on k.id = r.task_id left join trial t on t.id = r.trial_id
        left join retrieval_hit h on h.retrieval_id = r.id left join memory m on m.id = h.memory_id
      where r.study_id = ${studyId} order by 1, 2, 3, 5`),
    judgements: await rows(sql`
      select j.judge, j.external_id, b.name, k.external_id as task, t.external_id as trial, j.verdict, j.truth
      from judgement j join benchmark b on b.id = j.benchmark_id left join task k on k.id = j.task_id
        left join trial t on t.id = j.trial_id where j.study_id = ${studyId} order by 1, 2`),
  };
}

/** The first row in which two states differ, in words; null when they are the same. */
export function firstDifference(
  expected: Record<string, unknown[]>,
  found: Record<string, unknown[]>,
): string | null {
  for (const [kind, rows] of Object.entries(expected)) {
    const others = found[kind] ?? [];
    if (rows.length !== others.length) return `${kind}: ${others.length} rows, not ${rows.length}`;
    const i = rows.findIndex((row, n) => JSON.stringify(row) !== JSON.stringify(others[n]));
    if (i >= 0)
      return `${kind}: ${JSON.stringify(others[i]).slice(0, 400)} instead of ${JSON.stringify(rows[i]).slice(0, 400)}`;
  }
  return null;
}
