import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { condition, embedding, importChange, importRun, memory, trial } from '@/db/schema';

export interface Restored {
  restored: number;
  /** Rows that a later import changed again: they stay as they are. */
  kept: number;
}

/** Rows whose look an import kept, with whether a later one that stands has changed them again. */
const changes = (kind: 'trial' | 'memory', importId: string) => sql`(
  select c.row_id, c.before, exists (
    select 1 from ${importChange} d join ${importRun} l on l.id = d.import_id
    where d.kind = c.kind and d.row_id = c.row_id and d.import_id <> c.import_id and l.undone_at is null
      and (l.created_at, l.id) > (select created_at, id from ${importRun} where id = c.import_id)
  ) as changed_again
  from ${importChange} c where c.import_id = ${importId} and c.kind = ${kind})`;

/** Gives trials of earlier imports the facts that they had before this import, and the condition if it is still there. */
export async function restoreTrials(tx: Transaction, importId: string): Promise<Restored> {
  const facts = sql.raw(
    [
      'attempt',
      'reward',
      'rewards',
      'exception_type',
      'exception_message',
      'finished',
      'input_tokens',
      'output_tokens',
      'cached_tokens',
      'cost_usd',
      'started_at',
      'duration_ms',
      'details',
      'path',
      'found_setting_id',
      'found_attempt',
    ]
      .map((name) => `${name} = b.${name}`)
      .join(', '),
  );
  const restored = await tx.execute(sql`
    update ${trial} t set ${facts},
      condition_id = coalesce((select k.id from ${condition} k where k.id = b.condition_id), t.condition_id)
    from ${changes('trial', importId)} c, jsonb_populate_record(null::${trial}, c.before) b
    where t.id = c.row_id and not c.changed_again`);
  return { restored: restored.rowCount ?? 0, kept: await countKept(tx, 'trial', importId) };
}

/** Gives memories of earlier imports the texts that they had; vectors of the other texts go. */
export async function restoreMemories(tx: Transaction, importId: string): Promise<Restored> {
  const from = changes('memory', importId);
  await tx.execute(sql`
    delete from ${embedding} e using ${memory} m, ${from} c
    where e.memory_id = m.id and m.id = c.row_id and not c.changed_again
      and ((m.key_text, m.title, m.content) is distinct from
          (c.before->>'key_text', c.before->>'title', c.before->>'content')
        or (e.key_text <> 'key' and m.description is distinct from c.before->>'description'))`);
  const facts = sql.raw(
    ['title', 'description', 'content', 'key_text', 'success', 'utility', 'made_at']
      .map((name) => `${name} = b.${name}`)
      .join(', '),
  );
  const restored = await tx.execute(sql`
    update ${memory} m set ${facts}
    from ${from} c, jsonb_populate_record(null::${memory}, c.before) b
    where m.id = c.row_id and not c.changed_again`);
  return { restored: restored.rowCount ?? 0, kept: await countKept(tx, 'memory', importId) };
}

async function countKept(tx: Transaction, kind: 'trial' | 'memory', importId: string): Promise<number> {
  const rows = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from ${changes(kind, importId)} c where c.changed_again`,
  );
  return rows.rows[0]!.n;
}
