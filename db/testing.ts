import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { openStore, type Store } from './client';
import { isAlive, readOwner } from './embedded/lock';
import { homeLayout } from './home';

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
  const db = await PGlite.create({ dataDir: draft });
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

function findBinary(name: string): string | null {
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...(existsSync('/usr/lib/postgresql')
      ? readdirSync('/usr/lib/postgresql').map((v) => `/usr/lib/postgresql/${v}/bin`)
      : []),
  ];
  return folders.map((f) => path.join(f, name)).find((f) => existsSync(f)) ?? null;
}

/** Where PostgreSQL's own programs lie; null when the machine has none. */
export function findPostgres(): { initdb: string; postgres: string } | null {
  const initdb = findBinary('initdb');
  const postgres = findBinary('postgres');
  return initdb && postgres ? { initdb, postgres } : null;
}

/** An account that may run PostgreSQL, which refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  for (const name of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((l) => l.startsWith(`${name}:`));
    if (line) return { uid: Number(line.split(':')[2]), gid: Number(line.split(':')[3]) };
  }
  return null;
}

/** Starts a real PostgreSQL on a Unix socket in a temporary folder and opens it through DATABASE_URL. */
export async function openTestPostgres(): Promise<TestStore> {
  const programs = findPostgres();
  const account = unprivileged();
  if (!programs || !account) throw new Error('PostgreSQL is not installed here');
  const home = mkdtempSync(path.join(os.tmpdir(), 'carryover-pg-'));
  const data = path.join(home, 'data');
  chmodSync(home, 0o711);
  mkdirSync(data, { mode: 0o700 });
  chownSync(home, account.uid, account.gid);
  chownSync(data, account.uid, account.gid);
  const made = spawnSync(
    programs.initdb,
    ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    {
      ...account,
      cwd: home,
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const server = spawn(
    programs.postgres,
    ['-D', data, '-k', home, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    {
      ...account,
      cwd: home,
      stdio: 'ignore',
    },
  );
  process.env.DATABASE_URL = `postgresql://postgres@/postgres?host=${encodeURIComponent(home)}`;
  process.env.CARRYOVER_HOME = mkdtempSync(path.join(os.tmpdir(), 'carryover-files-'));
  const files = process.env.CARRYOVER_HOME;
  for (let attempt = 0; ; attempt++) {
    try {
      const store = await openStore();
      return {
        ...store,
        home: files,
        close: async () => {
          await store.close();
          delete process.env.DATABASE_URL;
          const ended = new Promise((resolve) => server.once('exit', resolve));
          server.kill('SIGINT');
          await ended;
          rmSync(home, { recursive: true, force: true });
          rmSync(files, { recursive: true, force: true });
        },
      };
    } catch (error) {
      if (attempt >= 50) throw error;
      await sleep(100);
    }
  }
}

/** The databases that integration tests run on: the embedded one always, a real PostgreSQL where there is one. */
export const testDatabases: { name: string; open: () => Promise<TestStore> }[] = [
  { name: 'embedded PGlite', open: openTestStore },
  ...(findPostgres() ? [{ name: 'PostgreSQL', open: openTestPostgres }] : []),
];
