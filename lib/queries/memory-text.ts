import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory } from '@/db/schema';
import type { MemoryType } from '@/lib/core/vocabulary';

/** As much of a memory as a card beside a point shows. */
export interface MemoryText {
  id: string;
  title: string;
  type: MemoryType;
  description: string;
  /** The beginning of the content. */
  beginning: string;
  /** Letters of the whole content. */
  contentLength: number;
  sourceBenchmark: string | null;
  sourceTask: string | null;
}

const letters = 600;

/** A memory's beginning; null when there is none of that id. Contents of trajectories are large and stay where they are. */
export async function getMemoryText(db: Db, id: string): Promise<MemoryText | null> {
  const rows = await db
    .select({
      id: memory.id,
      title: memory.title,
      type: memory.type,
      description: memory.description,
      beginning: sql<string>`left(${memory.content}, ${letters})`,
      contentLength: sql<number>`length(${memory.content})`,
      sourceBenchmark: memory.sourceBenchmark,
      sourceTask: memory.sourceTask,
    })
    .from(memory)
    .where(eq(memory.id, id));
  return rows[0] ?? null;
}
