import { describe, expect, it } from 'vitest';
import { haloBand, haloStrengths } from './halo';
import { ringPaths } from './ring-paths';

describe('the halo of a point', () => {
  it('is the stronger the less its place can be trusted, and full from 0.7 down', () => {
    expect([...haloStrengths(Float32Array.from([1, 0.85, 0.7, 0.2, -0.5]))]).toEqual([0, 127, 255, 255, 255]);
  });
  it('is not drawn where nobody judged', () => {
    expect([...haloStrengths(Float32Array.of(Number.NaN))]).toEqual([0]);
  });
  it('lies around the point, and neither vanishes nor grows with it without end', () => {
    for (const radius of [0.5, 4, 40]) {
      const { inner, outer } = haloBand(radius, 2);
      expect(inner).toBe(radius + 2);
      expect(outer - inner).toBeGreaterThanOrEqual(2.5);
      expect(outer - inner).toBeLessThanOrEqual(6);
    }
  });
});

describe('halos in a printed map', () => {
  it('are one path per strength, around the points that are shown', () => {
    const paths = ringPaths({
      ...{ positions: Float32Array.from([-1, 1, 0, 0, 1, -1, 0, 1]), side: 100, diameter: 8 },
      ...{ halo: Uint8Array.of(255, 128, 255, 0), shown: (i: number) => i !== 2 },
    });
    expect(paths.map(({ opacity }) => opacity)).toEqual([1, 0.6]);
    // A ring around the upper left corner, 2.4 wide from 5 to 7.4 off the middle.
    expect(paths[0]!.width).toBeCloseTo(2.4, 9);
    expect(paths[0]!.path).toBe('M-6.20 0.00a6.20 6.20 0 1 0 12.40 0a6.20 6.20 0 1 0 -12.40 0');
  });
});
