import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { importFile, importRun, packedArtefact } from '@/db/schema';
import type { WriteCounts } from '../write-records';
import { recordset, storable } from './recordset';

export type ImportFileRow = Omit<typeof importFile.$inferInsert, 'importId'>;

const columns = {
  path: 'text',
  bytes: 'int8',
  modifiedMs: 'float8',
  sha256: 'text',
  format: 'text',
  outcome: 'text',
  reason: 'text',
  warnings: 'jsonb',
  rejections: 'jsonb',
  counts: 'jsonb',
};

/** Writes what became of files. A file is told once: the first word on a path stands. */
export async function writeImportFiles(
  tx: Transaction,
  importId: string,
  files: readonly ImportFileRow[],
): Promise<void> {
  if (files.length === 0) return;
  const rows = storable(files).map((row) => ({ warnings: [], rejections: [], counts: {}, ...row }));
  await tx.execute(sql`
    insert into ${importFile} (import_id, path, bytes, modified_ms, sha256, format, outcome, reason, warnings,
      rejections, counts)
    select ${importId}::uuid, given.* from ${recordset('given', columns, rows)}
    on conflict (import_id, path) do nothing`);
}

/** Adds to what an import's records did to the study, by kind. */
export async function addToTotals(tx: Transaction, importId: string, counts: WriteCounts): Promise<void> {
  const touched = Object.entries(counts).filter(([, c]) => c.added + c.changed + c.unchanged > 0);
  if (touched.length === 0) return;
  const sums = touched.map(([kind, count]) => {
    const sum = (field: keyof typeof count) =>
      sql`${field}::text, coalesce((totals->${kind}::text->>${field}::text)::int, 0) + ${count[field]}::int`;
    return sql`${kind}::text, jsonb_build_object(${sum('added')}, ${sum('changed')}, ${sum('unchanged')})`;
  });
  await tx.execute(sql`
    update ${importRun} set totals = totals || jsonb_build_object(${sql.join(sums, sql`, `)})
    where id = ${importId}::uuid`);
}

/** Notes where packed contents lie; content that is known already keeps its first place. */
export async function writePackedArtefacts(
  tx: Transaction,
  rows: readonly (typeof packedArtefact.$inferInsert)[],
): Promise<void> {
  if (rows.length === 0) return;
  const types = { hash: 'text', pack: 'text', offset: 'int8', bytes: 'int8' };
  await tx.execute(sql`
    insert into ${packedArtefact} (hash, pack, "offset", bytes)
    select given.* from ${recordset('given', types, rows)} on conflict (hash) do nothing`);
}
