import { describe, expect, it } from 'vitest';
import { colorings } from './colorings';
import { dotPaths } from './dot-paths';
import { mark, markPoints, sizePoints } from './marks';
import { testPoints } from './testing';

const points = testPoints([
  { benchmark: 'a', success: true, uses: 0 },
  { benchmark: 'b', success: false, uses: 9 },
  { benchmark: null, success: null, uses: 100 },
]);
const shading = colorings.benchmark.shade(points);
const usual = {
  ...{ shading, hidden: new Set<string>(), matches: null, picked: new Uint32Array(0), outline: false },
};

describe('marks of points', () => {
  it('hide what the legend hides, and count the rest', () => {
    const { marks, shown } = markPoints(points, { ...usual, hidden: new Set(['b', 'unknown']) });
    expect([[...marks], shown]).toEqual([[0, mark.hidden, mark.hidden], 1]);
  });
  it('light up what was found, ring what was picked, tell outcomes by the outline', () => {
    const { marks } = markPoints(points, {
      ...{ ...usual, matches: Uint32Array.of(1), picked: Uint32Array.of(2), outline: true },
    });
    expect([...marks]).toEqual([mark.faint | mark.rimmed, mark.hollow, mark.faint | mark.picked]);
    expect([...markPoints(points, { ...usual, matches: new Uint32Array(0) }).marks]).toEqual([2, 2, 2]);
  });
  it('grow with uses', () => {
    expect([...sizePoints(points, 'same')]).toEqual([100, 100, 100]);
    expect([...sizePoints(points, 'uses')]).toEqual([70, 109, 200]);
  });
});

describe('points as paths', () => {
  it('are one path for each colour, with a dot for each point that is shown', () => {
    const paths = dotPaths({
      ...{ positions: Float32Array.from([-1, -1, 0, 0, 1, 1]), side: 200, diameter: 4 },
      ...{ shade: Uint16Array.of(0, 1, 0), shades: ['red', 'blue'], shown: (i) => i !== 1 },
    });
    expect(paths).toEqual([{ key: '0 1', color: 'red', width: 4, path: 'M0.00 200.00h0M200.00 0.00h0' }]);
  });
});
