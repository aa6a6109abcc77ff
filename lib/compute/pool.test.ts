import { afterAll, describe, expect, it } from 'vitest';
import { closeCompute, compute } from './pool';

afterAll(() => closeCompute());

const texts = (n: number) =>
  Array.from({ length: n }, (_, i) => `Find the failing test number ${i} and repair it`);

describe('compute', () => {
  it('runs a task in a worker and reports progress', async () => {
    const fractions: number[] = [];
    const { vectors, dimensions } = await compute(
      'embed-texts',
      { texts: texts(80) },
      { onProgress: (f) => fractions.push(f) },
    );
    expect(vectors.length).toBe(80 * dimensions);
    expect(fractions.length).toBeGreaterThan(0);
    expect(fractions.every((f) => f >= 0 && f <= 1)).toBe(true);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
  });

  it('leaves the calling thread free', async () => {
    let turns = 0;
    const clock = setInterval(() => turns++, 10);
    await compute('embed-texts', { texts: texts(60) });
    clearInterval(clock);
    expect(turns).toBeGreaterThan(10);
  });

  it('stops a task that is cancelled, and goes on with the next', async () => {
    const controller = new AbortController();
    const running = compute('embed-texts', { texts: texts(5_000) }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(running).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' });
    const { vectors } = await compute('embed-texts', { texts: texts(1) });
    expect(vectors.every(Number.isFinite)).toBe(true);
  });

  it('brings a failure back with its message', async () => {
    await expect(compute('embed-texts', { texts: null as unknown as string[] })).rejects.toMatchObject({
      name: 'AppError',
      code: 'internal',
    });
  });
});
