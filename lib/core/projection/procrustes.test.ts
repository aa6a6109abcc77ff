import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { continuedFrom } from './continued-from';
import { layoutStability } from './layout-stability';
import { nearestNeighbours } from './nearest-neighbours';
import { alignTo, displacement } from './procrustes';
import { layOut, umapDefaults } from './umap';

const cloud = (rows: number, columns: number, seed = 1) => {
  const random = seededRandom(seed);
  return { values: Float32Array.from({ length: rows * columns }, () => 10 * random()), rows, columns };
};

describe('alignTo', () => {
  it('undoes any turn, mirroring and shift in the plane', () => {
    const target = cloud(30, 2);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 7, noNaN: true }), fc.boolean(), (angle, isMirrored) => {
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        const moved = target.values.slice();
        for (let i = 0; i < 30; i++) {
          const [x, y] = [target.values[2 * i]! * (isMirrored ? -1 : 1), target.values[2 * i + 1]!];
          moved.set([cos * x - sin * y + 50, sin * x + cos * y - 20], 2 * i);
        }
        const aligned = alignTo({ ...target, values: moved }, target.values);
        expect(displacement({ ...target, values: aligned }, target.values)).toBeLessThan(1e-5);
      }),
    );
  });

  it('undoes a change of axes in three dimensions, and goes by the shared points alone', () => {
    const target = cloud(20, 3);
    const moved = target.values.map((_, at) => {
      const [i, c] = [Math.floor(at / 3), at % 3];
      return [target.values[3 * i + 2]!, -target.values[3 * i]!, target.values[3 * i + 1]!][c]! + 5;
    });
    const partly = target.values.map((x, at) => (at < 30 ? x : Number.NaN));
    const aligned = alignTo({ ...target, values: moved }, partly);
    aligned.forEach((x, at) => {
      expect(x).toBeCloseTo(target.values[at]!, 4);
    });
  });

  it('leaves alone what it cannot align', () => {
    const points = cloud(4, 2);
    expect(alignTo(points, new Float32Array(8).fill(Number.NaN))).toEqual(points.values);
    const line = alignTo(
      { values: Float32Array.from([0, 0, 1, 0, 2, 0]), rows: 3, columns: 2 },
      [5, 0, 6, 0, 7, 0],
    );
    expect([...line]).toEqual([5, 0, 6, 0, 7, 0]);
  });
});

describe('layouts from a previous map', () => {
  const random = seededRandom(3);
  const rows = 150;
  const vectors = Float32Array.from(
    { length: rows * 6 },
    (_, at) => random() + (at % 6 === Math.floor(at / 6) % 3 ? 3 : 0),
  );
  const input = { vectors, rows, dimensions: 6, parameters: { ...umapDefaults, epochs: 200 } };
  const first = layOut(input);

  it('move points less than a new layout does, when a parameter changes', () => {
    const parameters = { ...input.parameters, minDist: 0.3, seed: 12 };
    const picture = (points: Float32Array) => ({ values: points, rows, columns: 2 });
    const fresh = layOut({ ...input, parameters }).points;
    const continued = layOut({ ...input, parameters, previous: first.points });
    expect(continued.note).toMatch(/previous map/);
    const moved = displacement(picture(continued.points), first.points);
    expect(moved).toBeLessThan(
      0.5 * displacement(picture(alignTo(picture(fresh), first.points)), first.points) + 0.1,
    );
    expect(moved).toBeLessThan(0.3);
    expect(continued.trustworthiness.value!).toBeGreaterThan(first.trustworthiness.value! - 0.03);
  });

  it('put new points amid their nearest', () => {
    const near = nearestNeighbours({ values: vectors, rows, columns: 6 }, 5, 'cosine');
    const previous = first.points.slice();
    previous.fill(Number.NaN, 2 * 140);
    const start = continuedFrom(previous, near, 2);
    expect(start.every(Number.isFinite)).toBe(true);
    expect([...start.subarray(0, 280)]).toEqual([...first.points.subarray(0, 280)]);
    const away = Math.hypot(start[280]! - first.points[280]!, start[281]! - first.points[281]!);
    expect(away).toBeLessThan(4);
    const nowhere = continuedFrom(new Float32Array(2 * rows).fill(Number.NaN), near, 2);
    expect(nowhere.every((x) => x === 0)).toBe(true);
  });
});

describe('layoutStability', () => {
  it('is perfect for one map turned round, and poor for two that have nothing in common', () => {
    const map = cloud(60, 2);
    const turned = {
      ...map,
      values: map.values.map((_, at) => (at % 2 ? map.values[at - 1]! : -map.values[at + 1]!)),
    };
    const same = layoutStability({ maps: [map, turned], neighbors: 15, seeds: [1, 2] });
    expect(same.overlap).toEqual({ value: 1 });
    expect(same.displacement.value!).toBeLessThan(1e-5);
    const other = layoutStability({ maps: [map, cloud(60, 2, 9)], neighbors: 15, seeds: [1, 2] });
    expect(other.overlap.value!).toBeLessThan(0.45);
    expect(other.displacement.value!).toBeGreaterThan(0.5);
    expect(
      layoutStability({ maps: [cloud(10, 2), cloud(10, 2)], neighbors: 15, seeds: [1, 2] }).overlap.value,
    ).toBeNull();
  });
});
