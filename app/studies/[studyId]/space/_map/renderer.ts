import type { Camera, Size } from './camera';
import { mark } from './marks';

/** What a map shows, a typed array a column. */
export interface Picture {
  /** x, y, z per point, within −1 … 1. */
  positions: Float32Array;
  /** Whether some points lie before others: near ones are larger and in fuller colour, and hide far ones. */
  solid: boolean;
  /** Index into `colors` per point. */
  shade: Uint16Array;
  /** #rrggbb. */
  colors: string[];
  /** Bits of `mark` per point. */
  marks: Uint8Array;
  /** Hundredths of the diameter per point. */
  sizes: Uint8Array;
  /** In CSS pixels. */
  diameter: number;
  /** Of rims and of the rings around picked points; #rrggbb. */
  ink: string;
  ground: string;
  /** Strength of the halo per point, 0 to 255; null without halos. */
  halo: Uint8Array | null;
  /** Of halos; #rrggbb. */
  haloTint: string;
}

/** Draws pictures on a canvas. */
export interface Renderer {
  /** Takes over what changed of the picture; what is left out stays. */
  set(change: Partial<Picture>): void;
  draw(camera: Camera, size: Size, dotsPerPixel: number): void;
  destroy(): void;
}

/** Points grow a little as the map is enlarged, so that a crowd opens up and single points are easy to hit. */
export const diameterAt = (diameter: number, zoom: number): number =>
  diameter * Math.min(4, Math.max(0.8, zoom) ** 0.35);

export const rgb = (hex: string): [number, number, number] => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

export const opacity = { usual: 0.85, faint: 0.1 };

/** Of a halo at full strength around a point of such marks: what a search leaves dark has a pale one. */
export const haloOpacity = (marks: number): number =>
  (marks & (mark.faint | mark.picked)) === mark.faint ? opacity.faint : 1;

/** How much larger than the common size a point of a solid map is, and how far its colour goes to the ground, by its depth. */
export const depthCue = { size: 0.3, fade: 0.4 };
export const depthSize = (depth: number): number => 1 + depthCue.size * depth;
export const depthFade = (depth: number): number => (depthCue.fade * (1 - depth)) / 2;
