import { setImmediate } from 'node:timers/promises';

/** As long as one turn may hold the thread up. */
const turnMs = 10;

/** Does something small with each of very many items, letting others have the thread in between. */
export async function inTurns<T>(items: Iterable<T>, each: (item: T) => void): Promise<void> {
  let began = performance.now();
  for (const item of items) {
    each(item);
    if (performance.now() - began < turnMs) continue;
    await setImmediate();
    began = performance.now();
  }
}
