import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel';

describe('inParallel', () => {
  it('does everything once, so many at a time', async () => {
    const done: number[] = [];
    let [running, most] = [0, 0];
    await inParallel([0, 1, 2, 3, 4, 5, 6], 3, async (i) => {
      most = Math.max(most, ++running);
      await sleep(2);
      running--;
      done.push(i);
    });
    expect(done.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
  });

  it('begins nothing after a failure, and ends after what was under way', async () => {
    const done: number[] = [];
    const work = inParallel([0, 1, 2, 3, 4], 2, async (i) => {
      if (i === 0) throw new Error('no');
      await sleep(20);
      done.push(i);
    });
    await expect(work).rejects.toThrow('no');
    expect(done).toEqual([1]);
  });

  it('stops when it is told to', async () => {
    let left = 2;
    const done: number[] = [];
    await inParallel(
      [0, 1, 2, 3],
      1,
      async (i) => void done.push(i),
      () => left-- > 0,
    );
    expect(done).toEqual([0, 1]);
    await expect(inParallel([], 0, async () => {})).rejects.toThrow(RangeError);
  });
});
