import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { layoutSnapshot } from '@/db/schema';
import { toBytes } from '@/lib/queries/load-pool';

export interface LayoutSnapshot {
  jobId: string;
  memoryIds: string[];
  components: number;
  epoch: number;
  epochs: number;
  /** memoryIds × components. */
  points: Float32Array;
}

/** Puts the newest positions of a layout in the place of those before. */
export async function storeSnapshot(db: Db, { points, ...snapshot }: LayoutSnapshot): Promise<void> {
  await db
    .insert(layoutSnapshot)
    .values({ ...snapshot, points: toBytes(points) })
    .onConflictDoUpdate({
      target: layoutSnapshot.jobId,
      set: {
        epoch: sql`excluded.epoch`,
        epochs: sql`excluded.epochs`,
        points: sql`excluded.points`,
        components: sql`excluded.components`,
        memoryIds: sql`excluded.memory_ids`,
      },
    });
}

export async function deleteSnapshot(db: Db, jobId: string): Promise<void> {
  await db.delete(layoutSnapshot).where(eq(layoutSnapshot.jobId, jobId));
}
