import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seen } from './camera';
import { makeCloud, pointOf } from './cloud';
import { farToNear } from './flatten';
import { pointsWithin, pointUnder } from './point-grid';

const all = () => true;
const coordinate = fc.double({ min: -9, max: 9, noNaN: true });
const angle = fc.double({ min: -1.5, max: 1.5, noNaN: true });
const cloudOf = (points: number[][]) =>
  makeCloud({
    positions: Float32Array.from(points.flat()),
    components: points[0]!.length as 2 | 3,
    count: points.length,
  });

describe('the points of a map in its frame', () => {
  it('are seen where the camera says, whatever the turn', () => {
    const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(points, angle, angle, (given, yaw, pitch) => {
        const cloud = cloudOf(given);
        const { positions, depths } = cloud.seenFrom({ yaw, pitch });
        given.forEach((_, i) => {
          const { x, y, depth } = seen({ yaw, pitch }, pointOf(cloud, i));
          expect(positions[i * 2]).toBeCloseTo(x, 5);
          expect(positions[i * 2 + 1]).toBeCloseTo(y, 5);
          expect(depths![i]).toBeCloseTo(depth, 5);
        });
      }),
    );
  });
  it('lie flat on a map of two dimensions, and are sorted once', () => {
    const cloud = cloudOf([
      [0, 0],
      [4, 2],
    ]);
    expect(cloud.solid).toBe(false);
    expect([...cloud.positions].map((v) => Number(v.toFixed(3)))).toEqual([-0.95, -0.475, 0, 0.95, 0.475, 0]);
    const grid = cloud.seenFrom({ yaw: 0, pitch: 0 });
    expect(grid.depths).toBeNull();
    expect(cloud.seenFrom({ yaw: 0, pitch: 0 })).toBe(grid);
  });
  it('are picked as they are seen: by a shape all of them, by a press the one in front', () => {
    const cloud = cloudOf([
      [0, 0, -5],
      [0, 0, 5],
      [5, 0, 0],
      [-5, 0, 0],
    ]);
    const ahead = cloud.seenFrom({ yaw: 0, pitch: 0 });
    const middle = [-0.1, -0.1, 0.1, -0.1, 0.1, 0.1, -0.1, 0.1];
    expect([...pointsWithin(ahead, middle, all)]).toEqual([0, 1]);
    const within = { disc: 0.05, reach: 0.2 };
    expect(pointUnder(ahead, [0.01, 0], within, all)).toBe(1);
    expect(pointUnder(ahead, [0.01, 0], within, (i) => i !== 1)).toBe(0);
    expect(pointUnder(ahead, [0.8, 0], within, all)).toBe(2);
    expect(pointUnder(ahead, [0.5, 0.5], within, all)).toBe(-1);
    const aside = cloud.seenFrom({ yaw: Math.PI / 2, pitch: 0 });
    expect([...pointsWithin(aside, middle, all)]).toEqual([2, 3]);
    expect(pointUnder(aside, [0, 0], within, all)).toBe(3);
  });
});

describe('points from far to near', () => {
  it('are all there, each nearer than the one before to within a layer', () => {
    const depths = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 300 });
    fc.assert(
      fc.property(depths, (given) => {
        const order = farToNear(Float32Array.from(given));
        expect([...order].sort((a, b) => a - b)).toEqual([...given.keys()]);
        for (let i = 1; i < order.length; i++)
          expect(given[order[i]!]! - given[order[i - 1]!]!).toBeGreaterThan(-1 / 250);
      }),
    );
  });
});
