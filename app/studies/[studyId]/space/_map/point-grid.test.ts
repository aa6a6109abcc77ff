import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGrid, nearestPoint, nextPoint, pointsWithin } from './point-grid';

const everything = () => true;
const place = fc.double({ min: -1, max: 1, noNaN: true });
const cloud = fc
  .array(fc.tuple(place, place), { minLength: 1, maxLength: 200 })
  .map((points) => Float32Array.from(points.flat()));

describe('points near a place', () => {
  it('are the nearest of all, as a look at every point says', () => {
    fc.assert(
      fc.property(cloud, place, place, fc.double({ min: 0.01, max: 1, noNaN: true }), (at, x, y, radius) => {
        const found = nearestPoint(makeGrid(at), x, y, radius, everything);
        const distances = Array.from({ length: at.length / 2 }, (_, i) =>
          Math.hypot(at[i * 2]! - x, at[i * 2 + 1]! - y),
        );
        const least = Math.min(...distances);
        if (found < 0) expect(least).toBeGreaterThan(radius - 1e-9);
        else expect(distances[found]).toBeCloseTo(least, 9);
      }),
    );
  });

  it('are passed over when they cannot be seen', () => {
    const grid = makeGrid(Float32Array.from([0, 0, 0.1, 0]));
    expect(nearestPoint(grid, 0, 0, 0.5, (i) => i !== 0)).toBe(1);
    expect(nearestPoint(grid, 0, 0, 0.05, (i) => i !== 0)).toBe(-1);
  });
});

describe('points within a shape', () => {
  it('are those of its area, in order', () => {
    fc.assert(
      fc.property(cloud, place, place, place, place, (at, a, b, c, d) => {
        const [left, right] = [Math.min(a, b), Math.max(a, b)];
        const [bottom, top] = [Math.min(c, d), Math.max(c, d)];
        const inside = Array.from({ length: at.length / 2 }, (_, i) => i).filter((i) => {
          const [x, y] = [at[i * 2]!, at[i * 2 + 1]!];
          return x > left && x < right && y > bottom && y < top;
        });
        const shape = [left, bottom, right, bottom, right, top, left, top];
        const found = [...pointsWithin(makeGrid(at), shape, everything)];
        expect(found.filter((i) => !onEdge(at, i, [left, right], [bottom, top]))).toEqual(
          inside.filter((i) => !onEdge(at, i, [left, right], [bottom, top])),
        );
      }),
    );
  });

  it('are not those in the hollow of a horseshoe', () => {
    const grid = makeGrid(Float32Array.from([0, 0.5, -0.8, 0, 0.8, 0, 0, -0.8]));
    const horseshoe = [-1, 1, -1, -1, 1, -1, 1, 1, 0.6, 1, 0.6, -0.6, -0.6, -0.6, -0.6, 1];
    expect([...pointsWithin(grid, horseshoe, everything)]).toEqual([1, 2, 3]);
    expect([...pointsWithin(grid, horseshoe, (i) => i !== 2)]).toEqual([1, 3]);
    expect([...pointsWithin(grid, [0, 0, 1, 1], everything)]).toEqual([]);
  });
});

function onEdge(at: Float32Array, i: number, xs: number[], ys: number[]): boolean {
  const near = (v: number, ends: number[]) => ends.some((end) => Math.abs(v - end) < 1e-9);
  return near(at[i * 2]!, xs) || near(at[i * 2 + 1]!, ys);
}

describe('the next point in a direction', () => {
  it('is the one that an eye would name, and there is none past the last', () => {
    const grid = makeGrid(Float32Array.from([0, 0, 0.5, 0.05, 0.3, 0.29, -0.3, 0, 0, 0.4]));
    expect(nextPoint(grid, 0, 'right', everything)).toBe(1);
    expect(nextPoint(grid, 0, 'right', (i) => i !== 1)).toBe(2);
    expect(nextPoint(grid, 0, 'left', everything)).toBe(3);
    expect(nextPoint(grid, 0, 'up', everything)).toBe(4);
    expect(nextPoint(grid, 0, 'down', everything)).toBe(-1);
  });
});
