import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { importChange } from '@/db/schema';
import type { ArchiveChangeKind, ManifestChange, NotesChange } from './archive-change';
import { takeBackManifest } from './take-over-manifest';
import { takeBackNotes } from './take-over-notes';

const kinds: ArchiveChangeKind[] = ['archive', 'archive-notes'];

/**
 * Takes back what an import took over from archives beside their records. What a later import read from the very same
 * archive belongs to that one from now on, as its records do.
 *
 * @param sharedFiles  `path`s of the import's files that a later import read as well, with that one as `holder`
 */
export async function takeBackArchives(
  tx: Transaction,
  { id, studyId }: { id: string; studyId: string },
  sharedFiles: SQL,
): Promise<void> {
  const holders = await tx.execute<{ holder: string }>(sql`
    select distinct s.holder from ${sharedFiles} s where s.path like '%carryover-archive.json' limit 1`);
  const ofArchives = and(eq(importChange.importId, id), inArray(importChange.kind, kinds));
  const holder = holders.rows[0]?.holder;
  if (holder) {
    await tx.execute(sql`
      delete from ${importChange} l using ${importChange} o where l.import_id = ${holder}::uuid and o.import_id = ${id}::uuid
        and l.kind = o.kind and l.row_id = o.row_id and o.kind in ('archive', 'archive-notes')`);
    await tx.update(importChange).set({ importId: holder }).where(ofArchives);
    return;
  }
  const rows = await tx.select().from(importChange).where(ofArchives);
  for (const { kind, before } of rows) {
    if (kind === 'archive') await takeBackManifest(tx, studyId, before as unknown as ManifestChange);
    else await takeBackNotes(tx, before as unknown as NotesChange);
  }
}
