import { describe, expect, it } from 'vitest';
import { categorise, fitToView, parsePoints, spreadIndices } from './parse-points';

function encode(): ArrayBuffer {
  const dictionary = new TextEncoder().encode(
    JSON.stringify({
      benchmarks: ['a', 'b'],
      types: ['trajectory', 'workflow', 'summary', 'insight'],
      ids: ['1', '2', null],
      titles: ['x', 'ü', 'z'],
    }),
  );
  const bytes = new ArrayBuffer(8 + 3 * 12 + dictionary.length);
  const head = new DataView(bytes);
  head.setUint32(0, 3, true);
  head.setUint32(4, dictionary.length, true);
  [0, 0, 4, 2, 2, 1].forEach((v, i) => {
    head.setFloat32(8 + i * 4, v, true);
  });
  [1, 0, 65_535].forEach((v, i) => {
    head.setUint16(32 + i * 2, v, true);
  });
  new Uint8Array(bytes, 38, 3).set([0, 3, 3]);
  new Uint8Array(bytes, 41, 3).set([1, 0, 2]);
  new Uint8Array(bytes, 44).set(dictionary);
  return bytes;
}

const colors = {
  benchmark: (name: string) => `color of ${name}`,
  type: (type: string) => `color of ${type}`,
};

describe('points of a map', () => {
  it('are read back from their bytes', () => {
    const points = parsePoints(encode());
    expect(points).toMatchObject({ count: 3, titles: ['x', 'ü', 'z'], ids: ['1', '2', null] });
    expect([...points.positions]).toEqual([0, 0, 4, 2, 2, 1]);
    expect([...points.benchmark]).toEqual([1, 0, 65_535]);
  });

  it('that are cut off are refused', () => {
    expect(() => parsePoints(encode().slice(0, 40))).toThrow(RangeError);
  });

  it('fall into the categories of each colouring', () => {
    const points = parsePoints(encode());
    const byBenchmark = categorise(points, 'benchmark', colors);
    expect(byBenchmark.entries.map((e) => [e.name, e.count])).toEqual([
      ['a', 1],
      ['b', 1],
      ['unknown', 1],
    ]);
    expect([...byBenchmark.categories]).toEqual([1, 0, 2]);
    expect(categorise(points, 'type', colors).entries[3]).toEqual({
      name: 'insight',
      color: 'color of insight',
      count: 2,
    });
    expect(categorise(points, 'outcome', colors).entries.map((e) => e.count)).toEqual([1, 1, 1]);
  });

  it('keep their proportions when fitted to the view', () => {
    const fitted = fitToView(Float32Array.from([0, 0, 4, 2, 2, 1]));
    expect([...fitted].map((v) => Number(v.toFixed(4)))).toEqual([-0.95, -0.475, 0.95, 0.475, 0, 0]);
    expect([...fitToView(Float32Array.from([3, 3]))]).toEqual([0, 0]);
  });

  it('are thinned out evenly, never only at the end', () => {
    expect(spreadIndices(3, 10)).toEqual([0, 1, 2]);
    expect(spreadIndices(10, 5)).toEqual([0, 2, 4, 6, 8]);
    const many = spreadIndices(9_999, 4_000);
    expect(new Set(many).size).toBe(4_000);
    expect(many.at(-1)).toBeGreaterThan(9_990);
    expect(spreadIndices(0, 5)).toEqual([]);
  });
});
