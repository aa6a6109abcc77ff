import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { panned, showing, toMap, toScreen, wholeMap, zoomedAt } from './camera';

const size = { width: 800, height: 500 };
const inside = fc.double({ min: -0.9, max: 0.9, noNaN: true });
const camera = fc.record({ x: inside, y: inside, zoom: fc.double({ min: 0.5, max: 100, noNaN: true }) });

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
