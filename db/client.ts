import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { ensureRunning } from './embedded/ensure-running';
import { migrateDatabase } from './migrate';
import * as schema from './schema';

export type Db = NodePgDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

export interface Store {
  db: Db;
  pool: pg.Pool;
  /** How others (pg-boss) reach the same database. */
  connection: pg.PoolConfig;
  embedded: boolean;
  close(): Promise<void>;
}

/** Ends of a connection that a new connection may mend: the store's process was replaced. */
const lostConnection = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', '57P01', '57P03']);

/** Whether a query failed because the database went away, not because of the query. */
export function isLostConnection(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (lostConnection.has((e as { code?: string }).code ?? '')) return true;
    if (/Connection terminated|not queryable/.test(e.message)) return true;
  }
  return false;
}

/** Does database work again until the database is back; anything else that fails is thrown at once. */
export async function outlastRestart<T>(work: () => Promise<T>, limitMs = 60_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isLostConnection(error) || Date.now() > deadline) throw error;
      await sleep(250);
    }
  }
}

async function connectionFor(home?: string): Promise<{ config: pg.PoolConfig; embedded: boolean }> {
  const url = process.env.DATABASE_URL;
  if (url && home === undefined) return { config: { connectionString: url }, embedded: false };
  const { host, port } = await ensureRunning(home);
  return { config: { host, port, user: 'postgres', database: 'postgres' }, embedded: true };
}

/**
 * Keeps one connection for as long as the store is open, since the embedded database stops when nobody is connected.
 * When its process dies, another is started on the same socket and the pool's next connections reach it.
 *
 * @returns a function that gives the connection up
 */
async function holdLease(pool: pg.Pool, home?: string): Promise<() => void> {
  let open = true;
  let lease: pg.PoolClient | undefined;
  const letGo = () => {
    const held = lease;
    lease = undefined;
    held?.release(true);
  };
  const hold = async () => {
    const client = await pool.connect();
    lease = client;
    if (!open) return letGo();
    client.on('error', () => {});
    client.once('end', () => {
      if (!open) return;
      console.error('database: its process ended; starting another');
      void renew();
    });
  };
  const renew = async (): Promise<void> => {
    letGo();
    for (let attempt = 1; open && attempt <= 20; attempt++) {
      try {
        await ensureRunning(home);
        return await hold();
      } catch (error) {
        console.error(`database: ${(error as Error).message}`);
        await sleep(250 * attempt);
      }
    }
  };
  await hold();
  return () => {
    open = false;
    letGo();
  };
}

/**
 * Opens the store: the database that DATABASE_URL names, else the embedded one of the data folder.
 * Migrations are applied before it is handed out.
 *
 * @param home a data folder other than the configured one; always embedded (tests)
 */
export async function openStore(home?: string): Promise<Store> {
  for (let attempt = 1; ; attempt++) {
    const { config, embedded } = await connectionFor(home);
    const pool = new pg.Pool({ ...config, max: embedded ? 6 : 12, idleTimeoutMillis: 30_000 });
    // An idle connection that ends is replaced by the pool on next use.
    pool.on('error', (error) => console.error(`database: ${error.message}`));
    // One that ends between two statements of a transaction tells nobody but itself, and an error that nobody hears
    // ends the process. Whoever has the connection learns of it from the next statement.
    pool.on('connect', (client) => client.on('error', () => {}));
    try {
      const db = drizzle(pool, { schema });
      await migrateDatabase(db);
      const letGo = embedded ? await holdLease(pool, home) : () => {};
      return {
        db,
        pool,
        connection: config,
        embedded,
        close: async () => {
          letGo();
          await pool.end();
        },
      };
    } catch (error) {
      await pool.end();
      // The owner may have gone to sleep between our look at its lock and our connection.
      if (!embedded || attempt >= 5 || !isLostConnection(error)) throw error;
      await sleep(200 * attempt);
    }
  }
}

// Server modules exist several times in one process (boot, pages, routes): one store for all of them.
const slot = Symbol.for('carryover.store');
const holder = globalThis as { [slot]?: Promise<Store> };

/** The one open store of this process; opened on first use, never at import. */
export function getStore(): Promise<Store> {
  if (!holder[slot]) {
    holder[slot] = openStore();
    holder[slot].catch(() => {
      holder[slot] = undefined;
    });
  }
  return holder[slot];
}

export const getDb = async (): Promise<Db> => (await getStore()).db;

/** Closes this process's store, if it was opened. */
export async function closeStore(): Promise<void> {
  const open = holder[slot];
  holder[slot] = undefined;
  if (open) await (await open).close();
}
