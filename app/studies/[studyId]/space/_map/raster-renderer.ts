import { scaleOf } from './camera';
import { haloBand } from './halo';
import { mark } from './marks';
import { diameterAt, haloOpacity, opacity, type Picture, type Renderer, rgb } from './renderer';
import { makeStamps, subpixels } from './stamps';

/** Of picked points, in CSS pixels around them. */
const ringWidth = 3;

/** The opaque part of a pixel; pixels are blue, green and red from there down, as little-endian machines hold them. */
const opaque = 0xff000000;

const wordOf = (color: string): number => {
  const [r, g, b] = rgb(color);
  return (opaque | (b << 16) | (g << 8) | r) >>> 0;
};

/**
 * Draws by writing pixels, without a graphics card: points are small, so that a hundred thousand of them are a million
 * pixels. Where WebGL is only imitated in software this is many times faster than the imitation.
 */
export function rasterRenderer(canvas: HTMLCanvasElement): Renderer | null {
  // Read often, as the browser calls it, means kept in the processor's memory, where the pixels are written.
  const pen = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!pen) return null;
  const picture = {} as Picture;
  const stampOf = makeStamps();
  let image = pen.createImageData(1, 1);
  return {
    set(change) {
      Object.assign(picture, change);
    },
    draw(camera, size, dots) {
      const { positions, shade, marks, sizes, halo } = picture;
      const width = Math.max(1, Math.round(size.width * dots));
      const height = Math.max(1, Math.round(size.height * dots));
      if (image.width !== width || image.height !== height || canvas.width !== width) {
        [canvas.width, canvas.height] = [width, height];
        image = pen.createImageData(width, height);
      }
      const pixels = new Uint32Array(image.data.buffer);
      const [ground, ink, colors] = [wordOf(picture.ground), wordOf(picture.ink), picture.colors.map(wordOf)];
      pixels.fill(ground);
      const scale = scaleOf(camera, size) * dots;
      const half = (diameterAt(picture.diameter, camera.zoom) * dots) / 200;
      const put = (left: number, top: number, outer: number, inner: number, color: number, alpha: number) => {
        const column = Math.floor(left);
        const row = Math.floor(top);
        const stamp = stampOf(
          outer,
          inner,
          Math.floor((left - column) * subpixels),
          Math.floor((top - row) * subpixels),
        );
        const { side, back, cover } = stamp;
        const x0 = column - back;
        const y0 = row - back;
        if (x0 + side <= 0 || y0 + side <= 0 || x0 >= width || y0 >= height) return;
        const strength = Math.round(alpha * 256);
        const redBlue = color & 0xff00ff;
        const green = (color >>> 8) & 0xff;
        const firstX = Math.max(0, -x0);
        const lastX = Math.min(side, width - x0);
        const lastY = Math.min(side, height - y0);
        for (let y = Math.max(0, -y0); y < lastY; y++) {
          for (let x = firstX; x < lastX; x++) {
            const a = (cover[y * side + x]! * strength) >> 8;
            if (a === 0) continue;
            const at = (y0 + y) * width + x0 + x;
            const under = pixels[at]!;
            // Red and blue in one multiplication, with room for eight bits between them.
            const rb = (Math.imul(under & 0xff00ff, 256 - a) + Math.imul(redBlue, a)) >>> 8;
            const g = (((under >>> 8) & 0xff) * (256 - a) + green * a) & 0xff00;
            pixels[at] = opaque | (rb & 0xff00ff) | g;
          }
        }
      };
      const pass = (onTop: boolean) => {
        for (let i = 0; i < shade.length; i++) {
          const m = marks[i]!;
          if (m & mark.hidden || (onTop && !(m & mark.picked))) continue;
          const left = width / 2 + (positions[i * 2]! - camera.x) * scale;
          const top = height / 2 - (positions[i * 2 + 1]! - camera.y) * scale;
          const radius = half * sizes[i]!;
          const thin = Math.max(1, radius * 0.35);
          const alpha = (m & (mark.faint | mark.picked)) === mark.faint ? opacity.faint : opacity.usual;
          if (onTop) {
            put(left, top, radius + ringWidth * dots, 0, ink, 1);
            put(left, top, radius + (ringWidth * dots) / 2, 0, ground, 1);
          }
          const hollow = (m & mark.hollow) !== 0 && radius > thin;
          put(left, top, radius, hollow ? radius - thin : 0, colors[shade[i]!]!, alpha);
          if (m & mark.rimmed && radius > thin) put(left, top, radius, radius - thin, ink, alpha * 0.75);
        }
      };
      if (halo) {
        const tint = wordOf(picture.haloTint);
        for (let i = 0; i < shade.length; i++) {
          if (marks[i]! & mark.hidden || halo[i] === 0) continue;
          const left = width / 2 + (positions[i * 2]! - camera.x) * scale;
          const top = height / 2 - (positions[i * 2 + 1]! - camera.y) * scale;
          const { inner, outer } = haloBand(half * sizes[i]!, dots);
          put(left, top, outer, inner, tint, (haloOpacity(marks[i]!) * halo[i]!) / 255);
        }
      }
      pass(false);
      if (marks.some((m) => (m & mark.picked) !== 0)) pass(true);
      pen.putImageData(image, 0, 0);
    },
    destroy() {},
  };
}
