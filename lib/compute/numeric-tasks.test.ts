import { afterAll, describe, expect, it } from 'vitest';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { layOut, umapDefaults } from '@/lib/core/projection/umap';
import { seededRandom } from '@/lib/core/random';
import { type LayoutPositions, layOutInThreads } from './lay-out-in-threads';
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
  });

  it('lay out in several threads as in one, and show positions on the way', async () => {
    const input = umapInput(600);
    input.vectors[16 * 40] = Number.NaN;
    const fractions: number[] = [];
    const shown: LayoutPositions[] = [];
    const layout = await layOutInThreads(input, {
      onProgress: (fraction) => fractions.push(fraction),
      onPositions: (positions) => shown.push(positions),
    });
    expect(layout).toEqual(layOut(input));
    expect(layout.leftOut).toEqual([40]);
    expect(fractions.at(-1)).toBe(1);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
    expect(shown.length).toBe(50);
    expect(shown.every(({ points }) => points.length === 2 * 599)).toBe(true);
    expect(shown[49]!.epoch).toBe(490);
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
    const running = layOutInThreads(umapInput(4000), {
      signal: controller.signal,
      onPositions: () => controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' });
    await expect(compute('gains', gainsInput, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
