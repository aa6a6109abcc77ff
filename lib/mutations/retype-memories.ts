import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory, pool } from '@/db/schema';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import { placeMemoryType } from '@/lib/importers/mapping/place-trials';
import { listMemoryKinds } from '@/lib/queries/mapping';

/** Takes the study's memories for the types that the mapping says. @returns how many changed their type */
export async function retypeMemories(
  db: Db,
  studyId: string,
  { memoryTypes }: StudyMapping,
): Promise<number> {
  let retyped = 0;
  for (const kind of await listMemoryKinds(db, studyId)) {
    const type = placeMemoryType(memoryTypes, { ...kind, type: kind.foundType });
    if (type === kind.type) continue;
    const changed = await db.execute(sql`
      update ${memory} m set type = ${type}, found_type = coalesce(m.found_type, m.type)
      from ${pool} p where p.id = m.pool_id and p.study_id = ${studyId} and p.name = ${kind.pool}
        and m.original_type = ${kind.originalType} and m.type <> ${type}`);
    retyped += changed.rowCount ?? 0;
  }
  return retyped;
}
