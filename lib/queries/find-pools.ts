import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { pool } from '@/db/schema';
import { AppError } from '@/lib/core/errors';

/** The pool of this name or id. @throws AppError `not-found`, naming some that exist */
export async function findPools(db: Db, studyId: string, nameOrId: string): Promise<string[]> {
  const rows = await db
    .select({ id: pool.id })
    .from(pool)
    .where(
      and(eq(pool.studyId, studyId), sql`(${pool.name} = ${nameOrId} or ${pool.id}::text = ${nameOrId})`),
    );
  if (rows.length > 0) return rows.map(({ id }) => id);
  const others = await db
    .select({ name: pool.name })
    .from(pool)
    .where(eq(pool.studyId, studyId))
    .orderBy(asc(pool.name))
    .limit(10);
  throw new AppError('not-found', `The study has no pool “${nameOrId}”.`, {
    where: 'pool',
    hint:
      others.length > 0
        ? `There are: ${others.map(({ name }) => name).join(', ')}.`
        : 'Import a memory pool first.',
  });
}
