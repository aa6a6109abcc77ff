import { describe, expect, it } from 'vitest';
import { makeStamps, subpixels } from './stamps';

const area = (cover: Uint16Array) => cover.reduce((sum, c) => sum + c, 0) / 256;

describe('stamps', () => {
  it('cover the area of their disc or ring, wherever in a pixel they lie', () => {
    const stampOf = makeStamps(100);
    for (let subX = 0; subX < subpixels; subX++) {
      for (let subY = 0; subY < subpixels; subY++) {
        expect(area(stampOf(5, 0, subX, subY).cover)).toBeCloseTo(Math.PI * 25, -0.5);
        expect(area(stampOf(6, 4, subX, subY).cover) / (Math.PI * 20)).toBeCloseTo(1, 1);
      }
    }
  });
  it('are solid in the middle of a disc, and empty in that of a ring', () => {
    const stampOf = makeStamps(100);
    const middle = ({ offsets, cover }: ReturnType<typeof stampOf>) => cover[offsets.indexOf(0)];
    expect(middle(stampOf(4, 0, 1, 1))).toBe(256);
    expect(middle(stampOf(6, 4, 1, 1))).toBeUndefined();
  });
  it('name each pixel by row and column, and by its place in the image', () => {
    const { columns, rows, offsets, reach } = makeStamps(100)(3, 1, 2, 3);
    expect(new Set(offsets).size).toBe(offsets.length);
    offsets.forEach((offset, p) => {
      expect(offset).toBe(100 * rows[p]! + columns[p]!);
      expect(Math.max(Math.abs(rows[p]!), Math.abs(columns[p]!))).toBeLessThanOrEqual(reach);
    });
  });
  it('are made once', () => {
    const stampOf = makeStamps(100);
    expect(stampOf(3, 0, 0, 0)).toBe(stampOf(3.01, 0, 0, 0));
    expect(stampOf(3, 0, 0, 0)).not.toBe(stampOf(3, 1, 0, 0));
  });
});
