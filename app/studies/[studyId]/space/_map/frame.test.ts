import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf, intoFrame } from './frame';

const framed = (positions: Float32Array, components: number) =>
  intoFrame(frameOf(positions, components), positions);

describe('a map in its frame', () => {
  it('keeps its proportions', () => {
    const fitted = framed(Float32Array.from([0, 0, 4, 2, 2, 1]), 2);
    expect([...fitted].map((v) => Number(v.toFixed(4)))).toEqual([-0.95, -0.475, 0.95, 0.475, 0, 0]);
  });
  it('of one point, or of equal ones, lies in the middle', () => {
    expect([...framed(Float32Array.from([3, 3]), 2)]).toEqual([0, 0]);
    expect([...framed(Float32Array.from([5, 1, 5, 1]), 2)]).toEqual([0, 0, 0, 0]);
    expect([...framed(Float32Array.from([5, 1, 2, 5, 1, 2]), 3)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(framed(new Float32Array(0), 2).length).toBe(0);
  });
  it('of three dimensions lies within it however it is turned, and touches it', () => {
    const coordinate = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 2 }), (points) => {
        const fitted = framed(Float32Array.from(points.flat()), 3);
        const away = points.map((_, i) => Math.hypot(...fitted.subarray(i * 3, i * 3 + 3)));
        expect(Math.max(...away)).toBeLessThan(0.95001);
        if (new Set(points.map(String)).size > 1) expect(Math.max(...away)).toBeGreaterThan(0.9499);
      }),
    );
  });
});
