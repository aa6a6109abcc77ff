import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, memory, pool, study } from '@/db/schema';
import type { MemoryType } from '@/lib/core/vocabulary';

export interface SourcePool {
  id: string;
  name: string;
  memoryCount: number;
  types: MemoryType[];
}

export interface SourceStudy {
  id: string;
  name: string;
  description: string;
  memoryCount: number;
  pools: SourcePool[];
  /** Of its tasks and of its memories: the names that a target benchmark is compared with. */
  benchmarks: string[];
}

/** What memories can be retrieved from: all studies with their pools and the benchmarks that they know, oldest first. */
export async function listSources(db: Db): Promise<SourceStudy[]> {
  const studies = await db
    .select({ id: study.id, name: study.name, description: study.description })
    .from(study)
    .orderBy(asc(study.createdAt), asc(study.id));
  const pools = await db
    .select({
      id: pool.id,
      studyId: pool.studyId,
      name: pool.name,
      memoryCount: sql<number>`count(${memory.id})::int`,
      types: sql<
        MemoryType[]
      >`coalesce(array_agg(distinct ${memory.type}) filter (where ${memory.type} is not null), '{}')`,
    })
    .from(pool)
    .leftJoin(memory, eq(memory.poolId, pool.id))
    .groupBy(pool.id)
    .orderBy(asc(pool.name));
  const names = await db
    .select({ studyId: benchmark.studyId, name: benchmark.name })
    .from(benchmark)
    .union(
      db
        .select({ studyId: memory.studyId, name: sql<string>`${memory.sourceBenchmark}` })
        .from(memory)
        .where(sql`${memory.sourceBenchmark} is not null`),
    );
  return studies.map((found) => {
    const own = pools.filter(({ studyId }) => studyId === found.id);
    return {
      ...found,
      memoryCount: own.reduce((sum, { memoryCount }) => sum + memoryCount, 0),
      pools: own.map(({ studyId: _, ...named }) => named),
      benchmarks: names
        .filter(({ studyId }) => studyId === found.id)
        .map(({ name }) => name)
        .sort(),
    };
  });
}
