import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axesOf,
  panned,
  rotated,
  seen,
  settled,
  showing,
  toMap,
  toScreen,
  wholeMap,
  zoomedAt,
} from './camera';

const size = { width: 800, height: 500 };
const inside = fc.double({ min: -0.9, max: 0.9, noNaN: true });
const angle = fc.double({ min: -1.5, max: 1.5, noNaN: true });
const camera = fc.record({
  ...{ x: inside, y: inside, zoom: fc.double({ min: 0.5, max: 100, noNaN: true }) },
  ...{ yaw: angle, pitch: angle },
});

describe('camera', () => {
  it('shows the whole map at first, as large as fits', () => {
    expect(toScreen(wholeMap, size, -1, 1)).toEqual([150, 0]);
    expect(toScreen(wholeMap, size, 1, -1)).toEqual([650, 500]);
  });
  it('goes from the map to the screen and back', () => {
    fc.assert(
      fc.property(camera, inside, inside, (c, x, y) => {
        const [left, top] = toScreen(c, size, x, y);
        const back = toMap(c, size, left, top);
        expect(back[0]).toBeCloseTo(x, 9);
        expect(back[1]).toBeCloseTo(y, 9);
      }),
    );
  });
  it('zooms about the place under the pointer, and moves with it', () => {
    const zoomed = zoomedAt(wholeMap, size, 300, 200, 3);
    const at = toMap(wholeMap, size, 300, 200);
    expect(toScreen(zoomed, size, ...at).map(Math.round)).toEqual([300, 200]);
    const moved = panned(zoomed, size, 40, -10);
    expect(toScreen(moved, size, ...at).map(Math.round)).toEqual([340, 190]);
  });
  it('settles on numbers that are short, and moves nothing that is seen by a tenth of a pixel', () => {
    fc.assert(
      fc.property(camera, inside, inside, inside, (c, x, y, z) => {
        const rest = settled(c);
        expect(settled(rest)).toEqual(rest);
        expect(Object.values(rest).join(',').length).toBeLessThan(50);
        const places = [c, rest].map((view) => {
          const { x: right, y: up } = seen(view, { x, y, z });
          return toScreen(view, size, right, up);
        });
        if (places[0]!.some((v) => v < 0 || v > 800)) return;
        for (const axis of [0, 1]) expect(Math.abs(places[0]![axis]! - places[1]![axis]!)).toBeLessThan(0.1);
      }),
    );
  });
  it('brings a place into view, and stays where it is when it is', () => {
    fc.assert(
      fc.property(camera, inside, inside, (c, x, y) => {
        const next = showing(c, size, x, y);
        const [left, top] = toScreen(next, size, x, y);
        expect(left).toBeGreaterThan(0);
        expect(left).toBeLessThan(size.width);
        expect(top).toBeGreaterThan(0);
        expect(top).toBeLessThan(size.height);
        expect(showing(next, size, x, y).x).toBeCloseTo(next.x, 9);
        expect(showing(next, size, x, y).y).toBeCloseTo(next.y, 9);
      }),
    );
  });
});

describe('a camera that turns', () => {
  const point = fc.record({ x: inside, y: inside, z: inside });
  it('is the one of two dimensions when it has not been turned', () => {
    fc.assert(
      fc.property(point, (p) => {
        const { x, y, depth } = seen(wholeMap, p);
        expect(Math.abs(x - p.x) + Math.abs(y - p.y) + Math.abs(depth - p.z)).toBe(0);
      }),
    );
  });
  it('keeps distances: what it sees is the map, turned', () => {
    fc.assert(
      fc.property(camera, point, (c, p) => {
        const { x, y, depth } = seen(c, p);
        expect(Math.hypot(x, y, depth)).toBeCloseTo(Math.hypot(p.x, p.y, p.z), 9);
        const { right, up, toward } = axesOf(c);
        const cross = [
          right[1] * up[2] - right[2] * up[1],
          right[2] * up[0] - right[0] * up[2],
          right[0] * up[1] - right[1] * up[0],
        ];
        cross.forEach((v, axis) => {
          expect(v).toBeCloseTo(toward[axis]!, 9);
        });
      }),
    );
  });
  it('moves what is in front with the hand, and half a turn shows the back', () => {
    const front = { x: 0, y: 0, z: 0.9 };
    const right = seen(rotated(wholeMap, size, 20, 0), front);
    expect(right.x).toBeGreaterThan(0.05);
    expect(right.y).toBeCloseTo(0, 9);
    const down = seen(rotated(wholeMap, size, 0, 20), front);
    expect(down.y).toBeLessThan(-0.05);
    const behind = seen(rotated(wholeMap, size, 500, 0), { x: 0.4, y: 0.2, z: 0.9 });
    expect(behind.x).toBeCloseTo(-0.4, 9);
    expect(behind.y).toBeCloseTo(0.2, 9);
    expect(behind.depth).toBeCloseTo(-0.9, 9);
  });
  it('comes back after a whole turn, and never stands on its head', () => {
    const around = rotated(rotated(wholeMap, size, 500, 0), size, 500, 0);
    expect(around.yaw).toBeCloseTo(0, 9);
    expect(rotated(wholeMap, size, 0, 10_000).pitch).toBe(Math.PI / 2);
    expect(rotated(wholeMap, size, 0, -10_000).pitch).toBe(-Math.PI / 2);
  });
});
