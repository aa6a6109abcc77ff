import { describe, expect, it } from 'vitest';
import { decodeMapPoints, encodeMapPoints, idOf, type MapMemory, noCode, titleOf } from './map-points';

const memory = (i: number, given: Partial<MapMemory> = {}): MapMemory => ({
  id: `0000000${i}-0000-4000-8000-0000000000ab`,
  title: `Title ${i}`,
  type: 'insight',
  benchmark: 'alpha',
  pool: 'pool',
  sourceModel: null,
  success: null,
  uses: i,
  uplift: null,
  abstraction: null,
  trustworthiness: null,
  continuity: null,
  recall: null,
  cluster: null,
  ...given,
});

const bytesOf = (numbers: number[]) => new Uint8Array(Float32Array.from(numbers).buffer);

describe('points of a map', () => {
  const memories = [
    memory(1, {
      ...{ benchmark: 'beta', success: true, uplift: -0.5, abstraction: 0.25 },
      ...{ trustworthiness: 0.75, continuity: 0.875, recall: 0.5 },
    }),
    memory(2, {
      title: 'Über 🐍',
      type: 'trajectory',
      benchmark: null,
      sourceModel: 'gpt',
      success: false,
      cluster: 'cluster 10',
    }),
    null,
    memory(3, { title: '', cluster: 'cluster 2: a, b' }),
  ];
  const points = decodeMapPoints(encodeMapPoints(bytesOf([0, 1, 2, 3, 4, 5, 6, 7]), memories).buffer);

  it('are read back as they were written', () => {
    expect(points.count).toBe(4);
    expect([...points.positions]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(points.benchmarks).toEqual(['alpha', 'beta']);
    expect([...points.benchmark]).toEqual([1, noCode, noCode, 0]);
    expect([...points.sourceModel]).toEqual([noCode, 0, noCode, noCode]);
    expect([...points.uses]).toEqual([1, 2, 0, 3]);
    expect([...points.uplift]).toEqual([-0.5, Number.NaN, Number.NaN, Number.NaN]);
    expect([...points.abstraction]).toEqual([0.25, Number.NaN, Number.NaN, Number.NaN]);
    expect([points.trustworthiness[0], points.continuity[0]]).toEqual([0.75, 0.875]);
    expect(points.trustworthiness[1]).toBeNaN();
    expect([...points.recall]).toEqual([0.5, Number.NaN, Number.NaN, Number.NaN]);
    expect([...points.cluster].map((c) => points.clusters[c])).toEqual([
      ...[undefined, 'cluster 10', undefined, 'cluster 2: a, b'],
    ]);
    expect(points.clusters[0]).toBe('cluster 2: a, b');
    expect([...points.outcome]).toEqual([1, 0, 2, 2]);
    expect([...points.type].map((t) => points.types[t])).toEqual([
      ...['insight', 'trajectory', 'trajectory', 'insight'],
    ]);
  });

  it('know the ids and titles of their memories, and which were deleted', () => {
    expect([0, 1, 2, 3].map((i) => idOf(points, i))).toEqual([
      ...[memories[0]!.id, memories[1]!.id, null, memories[3]!.id],
    ]);
    expect([0, 1, 2, 3].map((i) => titleOf(points, i))).toEqual([
      ...['Title 1', 'Über 🐍', 'deleted since', '(untitled)'],
    ]);
  });

  it('are views of the bytes, not copies', () => {
    expect(new Set([points.positions, points.uses, points.type, points.ids].map((c) => c.buffer)).size).toBe(
      1,
    );
  });

  it('may have three coordinates', () => {
    const places = bytesOf([0, 1, 2, 3, 4, 5]);
    const solid = decodeMapPoints(encodeMapPoints(places, [memory(1), memory(2)], 3).buffer);
    expect(solid).toMatchObject({ count: 2, components: 3 });
    expect([...solid.positions]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(titleOf(solid, 1)).toBe('Title 2');
    expect(() => encodeMapPoints(places, [memory(1), memory(2), memory(3)], 3)).toThrow(RangeError);
  });

  it('may be none', () => {
    expect(decodeMapPoints(encodeMapPoints(new Uint8Array(0), []).buffer)).toMatchObject({ count: 0 });
  });

  it('that are cut off or of another version are refused', () => {
    const whole = encodeMapPoints(bytesOf([0, 1]), [memory(1)]).buffer;
    expect(() => decodeMapPoints(whole.slice(0, 40))).toThrow(RangeError);
    expect(() => decodeMapPoints(whole.slice(0, 3))).toThrow(RangeError);
    new Uint32Array(whole, 12, 1)[0] = 1;
    expect(() => decodeMapPoints(whole)).toThrow(/version 1/);
    expect(() => encodeMapPoints(bytesOf([0]), [memory(1)])).toThrow(RangeError);
  });
});
