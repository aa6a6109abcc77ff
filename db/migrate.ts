import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { projectRoot } from '@/lib/programs/program';
import type * as schema from './schema';

/** Any number, the same in every process: two that start together must not migrate at once. */
const migrationLock = 72_616_001;

/** Brings the database to this version's schema. Safe to call from several processes at the same time. */
export async function migrateDatabase(db: NodePgDatabase<typeof schema>): Promise<void> {
  const migrationsFolder = path.join(projectRoot(), 'db/migrations');
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${migrationLock})`);
    await migrate(tx as unknown as typeof db, { migrationsFolder });
  });
}
