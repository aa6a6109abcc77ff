import { describe, expect, it } from 'vitest';
import { wholeMap } from './camera';
import { mark } from './marks';
import { rasterRenderer } from './raster-renderer';

/** As much of a canvas as takes finished pixels. */
function canvas(width: number, height: number) {
  const data = new Uint8ClampedArray(width * height * 4);
  const pen = {
    createImageData: (w: number, h: number) => ({ width: w, height: h, data }),
    putImageData() {},
  };
  const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
  return { element: { width, height, getContext: () => pen } as unknown as HTMLCanvasElement, at };
}

const usual = {
  ...{
    positions: Float32Array.from([0, 0, 0, 1, 1, 0]),
    solid: false,
    shade: Uint16Array.of(0, 1),
    sizes: Uint8Array.of(100, 100),
  },
  ...{
    colors: ['#ff8000', '#0000ff'],
    marks: new Uint8Array(2),
    diameter: 8,
    ink: '#000000',
    ground: '#ffffff',
  },
};

describe('a map in pixels', () => {
  const size = { width: 40, height: 40 };
  const drawn = (marks: number[]) => {
    const { element, at } = canvas(40, 40);
    const renderer = rasterRenderer(element)!;
    renderer.set({ ...usual, marks: Uint8Array.from(marks) });
    renderer.draw(wholeMap, size, 1);
    return at;
  };
  it('shows a point in its colour, let through a little, on the ground', () => {
    const at = drawn([0, 0]);
    const [r, g, b, a] = at(20, 20);
    // 85 % of the colour, 15 % of white.
    expect([r, a]).toEqual([255, 255]);
    expect(Math.abs(g! - (0.85 * 128 + 0.15 * 255))).toBeLessThan(3);
    expect(Math.abs(b! - 0.15 * 255)).toBeLessThan(3);
    expect(at(5, 20)).toEqual([255, 255, 255, 255]);
    // The other point lies in the upper right corner, half of it outside.
    expect(at(39, 0)[0]).toBeLessThan(60);
  });
  it('leaves hidden points out, pales faint ones, opens hollow ones and rings picked ones', () => {
    expect(drawn([mark.hidden, 0])(20, 20)).toEqual([255, 255, 255, 255]);
    expect(drawn([mark.faint, 0])(20, 20)[2]).toBeGreaterThan(215);
    expect(drawn([mark.hollow, 0])(20, 20)).toEqual([255, 255, 255, 255]);
    expect(drawn([mark.picked, 0])(26, 20)[0]).toBeLessThan(60);
  });
  it('rings points by how little they are trusted, below all points, and only when asked', () => {
    const { element, at } = canvas(40, 40);
    const renderer = rasterRenderer(element)!;
    const draw = (halo: number[] | null) => {
      renderer.set({ ...usual, haloTint: '#00a000', halo: halo && Uint8Array.from(halo) });
      renderer.draw(wholeMap, size, 1);
      // The radius is 4: the ring lies 5 to 7 pixels off the middle.
      return { ring: at(25, 20), gap: at(24, 20), middle: at(20, 20) };
    };
    const without = draw(null);
    expect(without.ring).toEqual([255, 255, 255, 255]);
    const full = draw([255, 0]);
    expect(full.ring[0]).toBeLessThan(40);
    expect(full.ring[1]).toBeGreaterThan(150);
    expect(full.middle).toEqual(without.middle);
    const half = draw([128, 0]);
    expect(half.ring[0]).toBeGreaterThan(full.ring[0]! + 80);
    expect(half.ring[0]).toBeLessThan(200);
    expect(draw([0, 255]).ring).toEqual([255, 255, 255, 255]);
    expect(draw(null).ring).toEqual([255, 255, 255, 255]);
  });
  it('shows what is nearer larger, in fuller colour and before the rest', () => {
    const { element, at } = canvas(40, 40);
    const renderer = rasterRenderer(element)!;
    renderer.set({ ...usual, solid: true, positions: Float32Array.from([0, 0, 0.9, 0, 0, -0.9]) });
    renderer.draw(wholeMap, size, 1);
    const [front, edge] = [at(20, 20), at(24, 20)];
    // Orange, drawn last, with a radius of 5 in place of 4.
    expect(front[0]).toBeGreaterThan(200);
    expect(edge[2]).toBeLessThan(120);
    // From behind the blue one is in front.
    renderer.draw({ ...wholeMap, yaw: Math.PI }, size, 1);
    expect(at(20, 20)[0]).toBeLessThan(90);
    // Apart, seen from above, the far one is paler.
    renderer.set({ positions: Float32Array.from([-0.5, 0, -0.9, 0.5, 0, 0.9]), shade: Uint16Array.of(1, 1) });
    renderer.draw(wholeMap, size, 1);
    expect(at(10, 20)[0]).toBeGreaterThan(at(30, 20)[0]! + 40);
  });
});
