import { scaleOf, type Turn } from './camera';
import { farToNear, flatten } from './flatten';
import { haloBand } from './halo';
import { mark } from './marks';
import {
  depthFade,
  depthSize,
  diameterAt,
  haloOpacity,
  opacity,
  type Picture,
  type Renderer,
  rgb,
} from './renderer';
import { makeStamps, subpixels } from './stamps';

/** Of picked points, in CSS pixels around them. */
const ringWidth = 3;

/** The opaque part of a pixel; pixels are blue, green and red from there down, as little-endian machines hold them. */
const opaque = 0xff000000;

/** Whether all that lies within the reach of a place is off the picture. */
const isOff = (at: number, reach: number, end: number) => at + reach < 0 || at - reach >= end;

const wordOf = (color: string): number => {
  const [r, g, b] = rgb(color);
  return (opaque | (b << 16) | (g << 8) | r) >>> 0;
};

/** Shades of a colour by depth: finer than an eye tells apart. */
const layers = 16;
const layerOf = (depth: number) => Math.min(layers - 1, Math.max(0, Math.floor(((depth + 1) / 2) * layers)));

/** The colours as pixels, for each depth of a solid map paler the farther. */
function colorLayers({ colors, ground, solid }: Picture): number[][] {
  if (!solid) return [colors.map(wordOf)];
  const below = rgb(ground);
  return Array.from({ length: layers }, (_, layer) => {
    const fade = depthFade((2 * (layer + 0.5)) / layers - 1);
    return colors.map((color) => {
      const [r, g, b] = rgb(color).map((v, c) => Math.round(v + (below[c]! - v) * fade)) as [
        number,
        number,
        number,
      ];
      return (opaque | (b << 16) | (g << 8) | r) >>> 0;
    });
  });
}

/** Where points are seen, and in which order they are drawn; worked out anew only after a turn. */
function makeLook() {
  let kept: { turn: Turn; positions: Float32Array; seen: ReturnType<typeof flatten> } | null = null;
  let order: Uint32Array | null = null;
  return ({ positions, solid }: Picture, turn: Turn) => {
    const same =
      kept?.positions === positions && kept.turn.yaw === turn.yaw && kept.turn.pitch === turn.pitch;
    if (!kept || !same) {
      kept = { turn, positions, seen: flatten(positions, turn) };
      order = solid ? farToNear(kept.seen.depths) : null;
    }
    return { ...kept.seen, order };
  };
}

/**
 * Draws by writing pixels, without a graphics card: points are small, so that a hundred thousand of them are a million
 * pixels. Where WebGL is only imitated in software this is many times faster than the imitation.
 */
export function rasterRenderer(canvas: HTMLCanvasElement): Renderer | null {
  // The graphics process paints it: kept for reading, handing it over would cost this page 20 ms a frame.
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) return null;
  const picture = {} as Picture;
  const look = makeLook();
  let stampOf = makeStamps(1);
  let image = pen.createImageData(1, 1);
  return {
    set(change) {
      Object.assign(picture, change);
    },
    draw(camera, size, dots) {
      const { shade, marks, sizes, halo, solid } = picture;
      const { flat, depths, order } = look(picture, camera);
      const width = Math.max(1, Math.round(size.width * dots));
      const height = Math.max(1, Math.round(size.height * dots));
      if (image.width !== width || image.height !== height || canvas.width !== width) {
        [canvas.width, canvas.height] = [width, height];
        image = pen.createImageData(width, height);
        stampOf = makeStamps(width);
      }
      const pixels = new Int32Array(image.data.buffer);
      const [ground, ink] = [wordOf(picture.ground), wordOf(picture.ink)];
      const words = colorLayers(picture);
      const plain = words[0]!;
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
        const { reach, columns, rows, offsets, cover } = stamp;
        const strength = Math.round(alpha * 256);
        const redBlue = color & 0xff00ff;
        const green = (color >>> 8) & 0xff;
        const middle = row * width + column;
        const isInside = column >= reach && row >= reach && column + reach < width && row + reach < height;
        if (isOff(column, reach, width) || isOff(row, reach, height)) return;
        for (let p = 0; p < offsets.length; p++) {
          if (!isInside && (isOff(column + columns[p]!, 0, width) || isOff(row + rows[p]!, 0, height)))
            continue;
          const at = middle + offsets[p]!;
          const a = (cover[p]! * strength) >> 8;
          const under = pixels[at]!;
          // Red and blue in one multiplication, with room for eight bits between them.
          const rb = (Math.imul(under & 0xff00ff, 256 - a) + Math.imul(redBlue, a)) >>> 8;
          const g = (((under >>> 8) & 0xff) * (256 - a) + green * a) & 0xff00;
          pixels[at] = opaque | (rb & 0xff00ff) | g;
        }
      };
      const pass = (onTop: boolean) => {
        for (let at = 0; at < shade.length; at++) {
          const i = order ? order[at]! : at;
          const m = marks[i]!;
          if (m & mark.hidden || (onTop && !(m & mark.picked))) continue;
          const left = leftOf(i);
          const top = topOf(i);
          const radius = radiusOf(i);
          const color = (solid ? words[layerOf(depths[i]!)]! : plain)[shade[i]!]!;
          const thin = Math.max(1, radius * 0.35);
          const alpha = (m & (mark.faint | mark.picked)) === mark.faint ? opacity.faint : opacity.usual;
          if (onTop) {
            put(left, top, radius + ringWidth * dots, 0, ink, 1);
            put(left, top, radius + (ringWidth * dots) / 2, 0, ground, 1);
          }
          const hollow = (m & mark.hollow) !== 0 && radius > thin;
          put(left, top, radius, hollow ? radius - thin : 0, color, alpha);
          if (m & mark.rimmed && radius > thin) put(left, top, radius, radius - thin, ink, alpha * 0.75);
        }
      };
      const leftOf = (i: number) => width / 2 + (flat[i * 2]! - camera.x) * scale;
      const topOf = (i: number) => height / 2 - (flat[i * 2 + 1]! - camera.y) * scale;
      const radiusOf = (i: number) => half * sizes[i]! * (solid ? depthSize(depths[i]!) : 1);
      if (halo) {
        const tint = wordOf(picture.haloTint);
        for (let i = 0; i < shade.length; i++) {
          if (marks[i]! & mark.hidden || halo[i] === 0) continue;
          const [left, top] = [leftOf(i), topOf(i)];
          const { inner, outer } = haloBand(radiusOf(i), dots);
          const fade = solid ? depthFade(depths[i]!) : 0;
          put(left, top, outer, inner, tint, (haloOpacity(marks[i]!) * (1 - fade) * halo[i]!) / 255);
        }
      }
      pass(false);
      if (marks.some((m) => (m & mark.picked) !== 0)) pass(true);
      pen.putImageData(image, 0, 0);
    },
    destroy() {},
  };
}
