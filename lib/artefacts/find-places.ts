import { existsSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { packedArtefact } from '@/db/schema';
import type { Place } from '@/lib/importers/source/disk-file';
import { packPath } from './packs';
import { artefactPath } from './store';

/** Where contents lie in the artefact store, by content hash; those that are not (or no longer) stored are left out. */
export async function findPlaces(db: Db, hashes: readonly string[]): Promise<Map<string, Place>> {
  if (hashes.length === 0) return new Map();
  const wanted = JSON.stringify([...new Set(hashes)]);
  const packed = await db
    .select()
    .from(packedArtefact)
    .where(sql`${packedArtefact.hash} in (select json_array_elements_text(${wanted}::json))`);
  const places = new Map<string, Place>();
  for (const { hash, pack, offset, bytes } of packed)
    places.set(hash, { file: packPath(pack), part: { offset, bytes } });
  for (const hash of hashes) {
    if (!places.has(hash) && existsSync(artefactPath(hash))) places.set(hash, { file: artefactPath(hash) });
  }
  return places;
}
