import { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { embedderFor } from './index';
import { embedTextsLocally, localModel } from './local';

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const local = () => embedderFor(localModel, { env: {} });

afterEach(() => vi.restoreAllMocks());

describe('the local embedder', () => {
  it('puts related texts closer than unrelated ones, without any network', async () => {
    const connect = vi.spyOn(Socket.prototype, 'connect');
    const fetch = vi.spyOn(globalThis, 'fetch');
    const { vectors, costUsd } = await local().embed([
      'Fix the off-by-one error in the pagination of search results',
      'The last page of the result list repeats an item; correct the index',
      'Train a convolutional network on a small image data set',
    ]);
    const [bug, sameBug, training] = vectors as [Float32Array, Float32Array, Float32Array];
    expect(cosine(bug, sameBug)).toBeGreaterThan(cosine(bug, training) + 0.1);
    expect(cosine(bug, bug)).toBeCloseTo(1, 5);
    expect(costUsd).toBe(0);
    expect(connect).not.toHaveBeenCalled();
    expect(fetch).not.toHaveBeenCalled();
  });

  it('gives a text the same vector in any company', async () => {
    const texts = Array.from(
      { length: 20 },
      (_, i) => `Rerun the tests after change ${i} and read the first failure`,
    );
    const together = await local().embed(texts);
    const alone = await local().embed([texts[17]!]);
    expect(together.vectors[17]).toEqual(alone.vectors[0]);
  });

  it('gives empty texts a zero vector and keeps the order', async () => {
    const { vectors } = await local().embed(['', 'a', ' \n\t', '\u200b']);
    expect(vectors.map((v) => v.length)).toEqual([512, 512, 512, 512]);
    expect(vectors.map((v) => v.some((x) => x !== 0))).toEqual([false, true, false, false]);
  });

  it('cuts long texts, between characters', async () => {
    const text = `${'x '.repeat(3_999)}x\u{1F600}`;
    const { vectors } = await local().embed([text.repeat(5), text]);
    expect(vectors[0]).toEqual(vectors[1]);
  });

  it('gives parts as they are done, the longest texts first, and can be ended', async () => {
    const texts = Array.from({ length: 40 }, (_, i) => `text ${'and more '.repeat(i % 7)}${i}`);
    const lengths: number[][] = [];
    const { vectors } = await local().embed(texts, {
      onPart: (part) => {
        lengths.push(part.places.map((place) => texts[place]!.length));
        expect(part.vectors).toHaveLength(part.places.length);
      },
    });
    expect(lengths.map((part) => part.length)).toEqual([16, 16, 8]);
    expect(lengths.flat()).toEqual(lengths.flat().sort((a, b) => b - a));
    expect(vectors.every((vector) => vector.length === 512)).toBe(true);

    const stop = new AbortController();
    const ended = local().embed(texts, {
      signal: stop.signal,
      onPart: () => stop.abort(new Error('enough')),
    });
    await expect(ended).rejects.toThrow('enough');
  });

  it('says which texts it cut, and where', async () => {
    const { cutAt } = await local().embed(['short', 'x '.repeat(5_000), '']);
    expect(cutAt).toEqual([null, 8_000, null]);
  });

  it('hands the work to workers when there are any, several at a time', async () => {
    const seen: number[] = [];
    let [running, most] = [0, 0];
    const runLocally = async (input: { texts: readonly string[] }) => {
      seen.push(input.texts.length);
      most = Math.max(most, ++running);
      const answer = await embedTextsLocally(input);
      running--;
      return answer;
    };
    await embedderFor(localModel, { runLocally }).embed(['one', '', 'two']);
    expect(seen).toEqual([2]);
    const texts = Array.from({ length: 33 }, (_, i) => `text ${i}`);
    await embedderFor(localModel, { runLocally, threads: 2 }).embed(texts);
    expect(seen).toEqual([2, 16, 16, 1]);
    expect(most).toBe(2);
  });

  it('has vectors of one length only, and says so', () => {
    expect(() => embedderFor(`${localModel}@256`, { env: {} })).toThrow(/always gives 512 dimensions/);
  });
});
