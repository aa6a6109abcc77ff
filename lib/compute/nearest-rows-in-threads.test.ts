import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { nearestRows } from '@/lib/core/retrieval/nearest-rows';
import { nearestRowsInThreads } from './nearest-rows-in-threads';
import { closeCompute, compute } from './pool';

afterAll(() => closeCompute());

const random = seededRandom(1);
const [rowCount, columns] = [700, 33];
const vectors = new Float32Array(new SharedArrayBuffer(4 * rowCount * columns)).map(() => random() - 0.5);
const rows = Uint32Array.from({ length: rowCount }, (_, i) => i);

describe('nearestRowsInThreads', () => {
  it.each([0, 1, 5, 101])('gives for %i queries what one thread gives', async (count) => {
    const quantised = await compute('quantise-rows', { vectors, columns });
    const queries = Float32Array.from({ length: count * columns }, () => random() - 0.5);
    const input = { vectors, columns, quantised, rows, queries, k: 12 };
    expect(await nearestRowsInThreads(input)).toEqual(nearestRows(input));
  });

  it('shares what was quantised in another thread', async () => {
    const quantised = await compute('quantise-rows', { vectors, columns });
    expect(quantised.values.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('stops when cancelled', async () => {
    const quantised = await compute('quantise-rows', { vectors, columns });
    const input = { vectors, columns, quantised, rows, queries: vectors, k: 12 };
    await expect(nearestRowsInThreads(input, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
