import { afterAll, describe, expect, it } from 'vitest';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { layOut, umapDefaults } from '@/lib/core/projection/umap';
import { seededRandom } from '@/lib/core/random';
import { closeCompute, compute } from './pool';

afterAll(() => closeCompute());

const gainsInput = {
  trials: ['a', 'b', 'c'].flatMap((task, i) =>
    ['zero', 'memory'].map((condition) => ({
      benchmark: 'A',
      task,
      condition,
      reward: condition === 'memory' || i > 1 ? 1 : 0,
      exception: false,
    })),
  ),
  conditions: [
    { id: 'zero', label: 'Zero-shot' },
    { id: 'memory', label: 'Insights' },
  ],
  baseline: 'zero',
  passK: 1,
  threshold: 1,
  missing: 'leave-out' as const,
  seed: 1,
};

/** Enough points that the layout is still running when it is cancelled. */
function umapInput(rows: number) {
  const random = seededRandom(1);
  const vectors = new Float32Array(new SharedArrayBuffer(rows * 16 * 4));
  for (let i = 0; i < vectors.length; i++) vectors[i] = random() - 0.5;
  return { vectors, rows, dimensions: 16, parameters: { ...umapDefaults, neighbors: 5 } };
}

describe('numbers from a worker', () => {
  it('are the numbers of this thread', async () => {
    expect(await compute('gains', gainsInput)).toEqual(computeGains(gainsInput));
    const input = umapInput(60);
    const fractions: number[] = [];
    const layout = await compute('umap', input, { onProgress: (fraction) => fractions.push(fraction) });
    expect(layout).toEqual(layOut(input));
    expect(fractions.at(-1)).toBe(1);
  });

  it('come back as expected failures with code, hint and place', async () => {
    await expect(compute('gains', { ...gainsInput, baseline: 'gone' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'invalid-input',
      where: 'baseline',
      hint: expect.stringMatching(/Choose/),
    });
    await expect(compute('gains', { ...gainsInput, passK: 0 })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/k must be a positive integer/),
    });
  });

  it('stop when cancelled, before or during the work', async () => {
    const controller = new AbortController();
    const running = compute('umap', umapInput(4000), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' });
    await expect(compute('gains', gainsInput, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
