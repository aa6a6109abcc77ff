import type { Dots } from './dot-paths';
import { haloBand } from './halo';

/** Rings of one strength and one size as a path. */
export interface RingPath {
  key: string;
  /** 0 to 1. */
  opacity: number;
  width: number;
  path: string;
}

const steps = 5;

/**
 * Halos as one path per step of strength and size of point, in units of the drawing; without those that would not show.
 *
 * @param given.halo  see haloStrengths
 * @complexity linear in the number of points
 */
export function ringPaths({
  positions,
  sizes,
  side,
  diameter,
  halo,
  shown,
}: Pick<Dots, 'positions' | 'sizes' | 'side' | 'diameter' | 'shown'> & { halo: Uint8Array }): RingPath[] {
  const parts = new Map<string, Omit<RingPath, 'key' | 'path'> & { pieces: string[] }>();
  for (let i = 0; i < halo.length; i++) {
    const step = Math.round((halo[i]! / 255) * steps);
    if (step === 0 || !shown(i)) continue;
    const size = sizes ? Math.round(sizes[i]! / 10) / 10 : 1;
    const { inner, outer } = haloBand((diameter * size) / 2, 1);
    const key = `${step} ${size}`;
    let part = parts.get(key);
    if (!part) {
      part = { opacity: step / steps, width: outer - inner, pieces: [] };
      parts.set(key, part);
    }
    const radius = (inner + outer) / 2;
    const left = ((positions[i * 2]! + 1) / 2) * side - radius;
    const y = ((1 - positions[i * 2 + 1]!) / 2) * side;
    const r = radius.toFixed(2);
    const across = (2 * radius).toFixed(2);
    part.pieces.push(
      `M${left.toFixed(2)} ${y.toFixed(2)}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 -${across} 0`,
    );
  }
  return [...parts].map(([key, { pieces, ...look }]) => ({ key, ...look, path: pieces.join('') }));
}
