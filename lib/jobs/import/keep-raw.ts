import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { packedArtefact } from '@/db/schema';
import type { PackWriter } from '@/lib/artefacts/packs';
import { putArtefactFile } from '@/lib/artefacts/store';
import type { DiskTree } from '@/lib/importers/source/disk-tree';
import { recordset } from '@/lib/mutations/records/recordset';
import type { ReadBatch } from './read-unit';

type PackedRow = typeof packedArtefact.$inferInsert;

/**
 * Stores the raw contents of a batch that are not stored yet, small ones in packs, large ones as files of their own.
 *
 * @returns where the packed ones lie: to be written together with what was read from them
 */
export async function keepRaw(
  db: Db,
  tree: DiskTree,
  { segment, large }: Pick<ReadBatch, 'segment' | 'large'>,
  packs: PackWriter,
): Promise<PackedRow[]> {
  for (const { path, sha256 } of large) {
    const place = tree.places.get(path);
    if (place && !place.part) await putArtefactFile(place.file, sha256);
  }
  const unique = [...new Map(segment.parts.map((part) => [part.sha256, part])).values()];
  const stored = await storedAlready(
    db,
    unique.map(({ sha256 }) => sha256),
  );
  const missing = unique.filter(({ sha256 }) => !stored.has(sha256));
  if (missing.length === 0) return [];
  // A few bytes that are there twice cost less than looking for each content among the buffers.
  const bytes = segment.buffers.reduce((sum, { length }) => sum + length, 0);
  if (missing.reduce((sum, part) => sum + part.bytes, 0) > bytes * 0.9) {
    const { pack, offset } = await packs.append(segment.buffers);
    return missing.map((part) => ({
      hash: part.sha256,
      pack,
      offset: offset + part.offset,
      bytes: part.bytes,
    }));
  }
  const rows: PackedRow[] = [];
  for (const part of missing) {
    const { pack, offset } = await packs.append(piecesOf(segment.buffers, part));
    rows.push({ hash: part.sha256, pack, offset, bytes: part.bytes });
  }
  return rows;
}

/** A range of buffers that lie one after another. */
function piecesOf(
  buffers: readonly Uint8Array[],
  { offset, bytes }: { offset: number; bytes: number },
): Uint8Array[] {
  let start = 0;
  return buffers.flatMap((buffer) => {
    const from = Math.max(0, offset - start);
    const to = Math.min(buffer.length, offset + bytes - start);
    start += buffer.length;
    return from < to ? [buffer.subarray(from, to)] : [];
  });
}

async function storedAlready(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db.execute<{ hash: string }>(sql`
    select p.hash from ${recordset(
      'given',
      { hash: 'text' },
      hashes.map((hash) => ({ hash })),
    )}
    join ${packedArtefact} p on p.hash = given.hash`);
  return new Set(rows.rows.map(({ hash }) => hash));
}
