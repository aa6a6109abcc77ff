import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '@/lib/programs/program';
import { isLostConnection, openStore, outlastRestart } from './client';
import { isAlive, readOwner, takeLock } from './embedded/lock';
import { homeLayout } from './home';
import { study } from './schema';
import { type TestStore, testDatabases } from './testing';
import { testServer } from './testing-postgres';

if (!testServer()) console.warn('skipped: no PostgreSQL on this machine, database tests run on PGlite only');

describe.each(testDatabases)('the store on $name', ({ open }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store?.close());

  it('has the schema and keeps rows', async () => {
    await store.db.insert(study).values({ id: 'a', name: 'A' });
    const rows = await store.db.select().from(study).where(eq(study.id, 'a'));
    expect(rows[0]).toMatchObject({ name: 'A', synthetic: false, revision: 0, passThreshold: 1 });
  });

  it('gives every client its own answers while others fail and leave', async () => {
    let wrong = 0;
    await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        if (i % 5 === 0) {
          const failure = await store.pool.query('select 1/$1::int', [0]).catch((e: Error) => e);
          if (!(failure instanceof Error && /division/.test(failure.message))) wrong++;
        } else if (i % 7 === 0) {
          const client = await store.pool.connect();
          client.on('error', () => {});
          await client.query('begin');
          await client.query('select $1::int', [i]);
          client.release(true);
        } else {
          const { rows } = await store.pool.query('select $1::text as mine', [`row ${i}`]);
          if (rows[0]?.mine !== `row ${i}`) wrong++;
        }
      }),
    );
    expect(wrong).toBe(0);
  });

  it('keeps transactions of several connections apart', async () => {
    await store.db.execute(sql`create table counter (n int)`);
    await store.db.execute(sql`insert into counter values (0)`);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        store.db.transaction(async (tx) => {
          const { rows } = await tx.execute<{ n: number }>(sql`select n from counter for update`);
          await sleep(1);
          await tx.execute(sql`update counter set n = ${rows[0]!.n + 1}`);
        }),
      ),
    );
    const { rows } = await store.db.execute<{ n: number }>(sql`select n from counter`);
    expect(rows[0]!.n).toBe(20);
  });

  it('rolls a failed transaction back', async () => {
    const failing = store.db.transaction(async (tx) => {
      await tx.insert(study).values({ id: 'b', name: 'B' });
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(await store.db.select().from(study).where(eq(study.id, 'b'))).toHaveLength(0);
  });

  it('carries a value of several megabytes', async () => {
    const { rows } = await store.pool.query('select length($1::text) as n', ['x'.repeat(8 * 1024 * 1024)]);
    expect(rows[0].n).toBe(8 * 1024 * 1024);
  });

  it('migrates again without effect', async () => {
    const second = await openStore(store.embedded ? store.home : undefined);
    expect(await second.db.select().from(study)).toHaveLength(1);
    await second.close();
  });
});

describe('the embedded database process', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testDatabases[0]!.open();
  });
  afterAll(() => store?.close());

  it('is one process, in which the lock names it and a second one gives way', async () => {
    const lock = homeLayout(store.home).lock;
    const owner = readOwner(lock)!;
    expect(owner.pid).not.toBe(process.pid);
    expect(isAlive(owner)).toBe(true);
    expect(takeLock(lock)?.pid).toBe(owner.pid);
    const { file, execArgv, env } = program('db/embedded/daemon');
    const second = spawn(process.execPath, [...execArgv, file, store.home], { env, stdio: 'ignore' });
    expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0);
    expect(readOwner(lock)!.pid).toBe(owner.pid);
  });

  it('may be killed between two statements of a transaction, which fails and nothing else', async () => {
    const { pid } = readOwner(homeLayout(store.home).lock)!;
    const failed = await store.db
      .transaction(async (tx) => {
        await tx.execute(sql`select 1`);
        process.kill(pid, 'SIGKILL');
        await sleep(500);
        await tx.execute(sql`select 2`);
      })
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(isLostConnection(failed)).toBe(true);
    const again = await outlastRestart(() => store.db.select().from(study).where(eq(study.id, 'kept')));
    expect(Array.isArray(again)).toBe(true);
  });

  it('is replaced when it is killed, and what was committed is still there', async () => {
    await store.db.insert(study).values({ id: 'kept', name: 'Kept' });
    const lock = homeLayout(store.home).lock;
    const before = readOwner(lock)!.pid;
    process.kill(before, 'SIGKILL');
    let rows: unknown[] = [];
    for (let attempt = 0; attempt < 60 && rows.length === 0; attempt++) {
      await sleep(250);
      rows = await store.db
        .select()
        .from(study)
        .catch(() => []);
    }
    expect(rows).toHaveLength(1);
    expect(readOwner(lock)!.pid).not.toBe(before);
  });

  it('takes over a dead process’s lock but never one that may be alive', () => {
    const file = path.join(store.home, 'some.lock');
    const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    const owner = { ...readOwner(homeLayout(store.home).lock)!, ready: null };
    writeFileSync(file, JSON.stringify({ ...owner, pid: dead, startedTicks: '1' }));
    expect(takeLock(file)).toBeNull();
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);

    const elsewhere = { ...owner, pid: dead, host: 'another-machine' };
    writeFileSync(file, JSON.stringify(elsewhere));
    expect(takeLock(file)).toMatchObject({ host: 'another-machine' });
  });
});
