import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { textDigest } from './text-digest';

/** The database between two changes: what was read of it stays true, and is read once. */
export interface Moment {
  /** What `load` gives, or gave to somebody else since the last change; a failure is not kept. */
  read<T>(key: readonly unknown[], load: () => Promise<T>): Promise<T>;
  /**
   * The same, kept from the second time on: for what is large and mostly asked for once. To keep all of it would cost
   * those that come once more in collecting garbage than it saves the others.
   */
  readAgain<T>(key: readonly unknown[], load: () => Promise<T>): Promise<T>;
}

interface Watched {
  snapshot: string;
  moment: Moment;
  /** The look at the database that starts at the end of this turn of the event loop. */
  next: Promise<Moment> | null;
}

// Modules may be loaded more than once in a server.
const slot = Symbol.for('carryover.moments');
const holder = globalThis as { [slot]?: WeakMap<Db, Watched> };
const mostReadings = 1_000;
const mostAskedOnce = 10_000;

/**
 * The present moment of a database. Asking costs one small query, shared by all who ask in the same turn of the event
 * loop: it starts after they asked, so that a change made before the question is never missed, and waits for no other.
 *
 * Two equal snapshots (`pg_current_snapshot`: which transactions have ended) see the same rows, whoever wrote them.
 */
export function currentMoment(db: Db): Promise<Moment> {
  holder[slot] ??= new WeakMap();
  const moments = holder[slot];
  let watched = moments.get(db);
  if (!watched) {
    watched = { snapshot: '', moment: newMoment(), next: null };
    moments.set(db, watched);
  }
  const own = watched;
  own.next ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
    own.next = null;
    return look(db, own);
  });
  return own.next;
}

async function look(db: Db, watched: Watched): Promise<Moment> {
  const { rows } = await db.execute<{ snapshot: string }>(
    sql`select pg_current_snapshot()::text as snapshot`,
  );
  const { snapshot } = rows[0]!;
  if (snapshot !== watched.snapshot) Object.assign(watched, { snapshot, moment: newMoment() });
  return watched.moment;
}

function newMoment(): Moment {
  const readings = new Map<string, Promise<unknown>>();
  const askedOnce = new Set<string>();
  function readNamed<T>(name: string, load: () => Promise<T>): Promise<T> {
    const known = readings.get(name);
    if (known) return known as Promise<T>;
    const reading = load();
    readings.set(name, reading);
    reading.catch(() => readings.delete(name));
    if (readings.size > mostReadings) readings.delete(readings.keys().next().value!);
    return reading;
  }
  return {
    read: (key, load) => readNamed(JSON.stringify(key), load),
    readAgain(key, load) {
      const name = textDigest(JSON.stringify(key));
      if (askedOnce.has(name)) return readNamed(name, load);
      askedOnce.add(name);
      if (askedOnce.size > mostAskedOnce) askedOnce.delete(askedOnce.keys().next().value!);
      return load();
    },
  };
}
