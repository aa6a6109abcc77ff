import { statSync } from 'node:fs';
import { and, desc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { importFile, importRun } from '@/db/schema';
import type { DiskTree } from '@/lib/importers/source/disk-tree';
import type { ImportFileRow } from '@/lib/mutations/records/write-import-files';
import { splitIntoUnits } from './reading-units';

/** A file that was read well and has not been written to since need not be read again. */
const well = new Set(['understood', 'part', 'ignored', 'unchanged']);

/**
 * What of a folder need not be read again: units whose every file an earlier import of the same folder has read well,
 * and which have the size and time of writing that they had then. A unit in which anything changed is read whole, since
 * its files may belong together. Only folders read by themselves into the same study count; an import under a label
 * set by hand reads everything.
 */
export async function unchangedSince(
  db: Db,
  record: typeof importRun.$inferSelect,
  tree: DiskTree,
): Promise<ImportFileRow[]> {
  const [source] = record.sources;
  if (record.sources.length !== 1 || source?.kind !== 'folder' || record.conditionLabel !== null) return [];
  const earlier = await db
    .select({ id: importRun.id })
    .from(importRun)
    .where(
      and(
        eq(importRun.studyId, record.studyId),
        ne(importRun.id, record.id),
        isNull(importRun.undoneAt),
        isNull(importRun.conditionLabel),
        sql`${importRun.sources} = ${JSON.stringify(record.sources)}::jsonb`,
        sql`${importRun.finishedAt} is not null`,
      ),
    )
    .orderBy(desc(importRun.createdAt))
    .limit(1);
  const last = earlier[0];
  if (!last) return [];
  const rows = await db
    .select({
      path: importFile.path,
      bytes: importFile.bytes,
      modifiedMs: importFile.modifiedMs,
      outcome: importFile.outcome,
      sha256: importFile.sha256,
      format: importFile.format,
    })
    .from(importFile)
    .where(eq(importFile.importId, last.id));
  const known = new Map(rows.map((row) => [row.path, row]));

  const same = (file: string): boolean => {
    const before = known.get(file);
    const place = tree.places.get(file);
    if (!before || !place || !well.has(before.outcome)) return false;
    const now = statSync(place.file, { throwIfNoEntry: false });
    return now !== undefined && now.size === before.bytes && now.mtimeMs === before.modifiedMs;
  };
  const { spine, units } = splitIntoUnits(tree.paths);
  const quiet = units.filter((unit) => unit.every(same)).flat();
  // What the spine says holds for everything below it, so it may rest only when all of it does.
  if (quiet.length + spine.length === tree.paths.length && spine.every(same)) quiet.push(...spine);
  return quiet.map((file) => {
    const { bytes, modifiedMs, sha256, format } = known.get(file)!;
    const reason = 'Read by an earlier import of this folder, and not written to since.';
    return { path: file, bytes, modifiedMs, sha256, format, outcome: 'unchanged', reason };
  });
}
