import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { study } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { createStudy } from '@/lib/mutations/studies';
import { currentMoment } from './moment';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await createStudy(store.db, { name: 'Study' });
});
afterAll(() => store?.close());

/** Reads what the study says of itself, and counts how often the database was really asked. */
function reader() {
  let loads = 0;
  const read = async () => {
    const moment = await currentMoment(store.db);
    return moment.read(['description'], async () => {
      loads++;
      const rows = await store.db.select({ text: study.description }).from(study);
      return rows[0]!.text;
    });
  };
  return { read, loads: () => loads };
}
const write = (description: string) =>
  store.db.update(study).set({ description }).where(eq(study.name, 'Study'));

describe('currentMoment', () => {
  it('reads once until something changes, and then sees the change at once', async () => {
    const { read, loads } = reader();
    await write('one');
    expect(await read()).toBe('one');
    expect(await read()).toBe('one');
    expect(loads()).toBe(1);
    for (let i = 0; i < 20; i++) {
      await write(`change ${i}`);
      expect(await read()).toBe(`change ${i}`);
    }
    expect(loads()).toBe(21);
  });

  it('sees what another connection commits, and not what it takes back', async () => {
    const { read } = reader();
    await write('before');
    expect(await read()).toBe('before');
    const client = await store.pool.connect();
    try {
      await client.query('begin');
      await client.query("update study set description = 'never'");
      await client.query('rollback');
      expect(await read()).toBe('before');
      await client.query("update study set description = 'elsewhere'");
      expect(await read()).toBe('elsewhere');
    } finally {
      client.release();
    }
  });

  it('is asked for by many with few questions, none of which is older than its asker', async () => {
    const { read } = reader();
    await write('many');
    await read();
    const execute = vi.spyOn(store.db, 'execute');
    onTestFinished(() => execute.mockRestore());
    await Promise.all(Array.from({ length: 50 }, read));
    expect(execute.mock.calls.length).toBeLessThanOrEqual(2);
    // Questions that are under way when a change is committed do not answer for those that come after it.
    for (let i = 0; i < 20; i++) {
      const early = Array.from({ length: 5 }, read);
      await write(`late ${i}`);
      expect(await read()).toBe(`late ${i}`);
      await Promise.all(early);
    }
  });

  it('keeps what is asked for again from the second time on, while nothing changes', async () => {
    let loads = 0;
    const ask = async (key: string) =>
      (await currentMoment(store.db)).readAgain([key], async () => `${key} ${++loads}`);
    await write('again');
    expect([await ask('a'), await ask('b'), await ask('a')]).toEqual(['a 1', 'b 2', 'a 3']);
    expect([await ask('a'), await ask('b'), await ask('a')]).toEqual(['a 3', 'b 4', 'a 3']);
    await write('changed');
    expect(await ask('a')).toBe('a 5');
  });

  it('does not keep a failure', async () => {
    const moment = await currentMoment(store.db);
    await expect(moment.read(['fails'], () => Promise.reject(new Error('once')))).rejects.toThrow('once');
    expect(await moment.read(['fails'], async () => 'twice')).toBe('twice');
    await store.db.execute(sql`select 1`);
  });
});
