import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { openStore, type Store } from './client';
import { isAlive, readOwner } from './embedded/lock';
import { openDatabase } from './embedded/open-database';
import { homeLayout } from './home';
import { databaseUrl, onServer, templateDatabase, testServer } from './testing-postgres';

/** A store of its own for one test file, thrown away afterwards. */
export interface TestStore extends Store {
  home: string;
}

/**
 * A folder with a migrated, empty database, made once and copied for each store by its process: making a cluster takes
 * ten seconds of processor time, copying one half a second.
 */
export async function storeTemplate(): Promise<string> {
  const migrations = 'db/migrations';
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  for (const file of readdirSync(migrations)
    .filter((f) => f.endsWith('.sql'))
    .sort()) {
    hash.update(readFileSync(path.join(migrations, file)));
  }
  const folder = 'node_modules/.cache/carryover';
  const place = path.resolve(folder, `store-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(place)) return place;
  mkdirSync(folder, { recursive: true });
  const draft = `${place}.${process.pid}`;
  const db = await openDatabase(draft);
  await migrate(drizzle(db), { migrationsFolder: migrations });
  await db.close();
  if (existsSync(place)) rmSync(draft, { recursive: true });
  else renameSync(draft, place);
  return place;
}

/** Ends the process that owns a data folder's database, once its last client has gone, and waits for that. */
export async function endStore(home: string): Promise<void> {
  const { lock } = homeLayout(home);
  const owner = readOwner(lock);
  if (!owner || !isAlive(owner)) return;
  process.kill(owner.pid, 'SIGTERM');
  // It takes its lock away at the very end; a process that nobody waits for may seem alive after that.
  while (readOwner(lock)?.pid === owner.pid && isAlive(owner)) await sleep(20);
}

/** Opens an embedded store in a folder of its own under the system's temporary folder. */
export async function openTestStore(): Promise<TestStore> {
  process.env.CARRYOVER_STORE_TEMPLATE = await storeTemplate();
  const home = mkdtempSync(path.join(os.tmpdir(), 'carryover-test-'));
  process.env.CARRYOVER_HOME = home;
  const store = await openStore(home);
  return {
    ...store,
    home,
    close: async () => {
      await store.close();
      await endStore(home);
      rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** Opens a database of its own on the PostgreSQL of the test run, through DATABASE_URL. */
export async function openTestPostgres(): Promise<TestStore> {
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${database} template ${templateDatabase}`);
  process.env.DATABASE_URL = databaseUrl(database);
  const files = mkdtempSync(path.join(os.tmpdir(), 'carryover-files-'));
  process.env.CARRYOVER_HOME = files;
  const store = await openStore();
  return {
    ...store,
    home: files,
    close: async () => {
      await store.close();
      delete process.env.DATABASE_URL;
      await onServer(`drop database ${database} with (force)`);
      rmSync(files, { recursive: true, force: true });
    },
  };
}

/** The databases that integration tests run on: the embedded one always, a real PostgreSQL where there is one. */
export const testDatabases: { name: string; open: () => Promise<TestStore> }[] = [
  { name: 'embedded PGlite', open: openTestStore },
  ...(testServer() ? [{ name: 'PostgreSQL', open: openTestPostgres }] : []),
];
