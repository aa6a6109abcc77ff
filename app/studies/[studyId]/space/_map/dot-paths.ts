/** Points of one colour and one size as a path. */
export interface DotPath {
  key: string;
  color: string;
  /** Diameter in units of the drawing. */
  width: number;
  path: string;
}

export interface Dots {
  /** x, y per point, within −1 … 1. */
  positions: Float32Array;
  shade: Uint16Array;
  shades: readonly string[];
  /** Hundredths of the diameter per point. */
  sizes?: Uint8Array;
  diameter: number;
  /** Of the square that the map fills, in units of the drawing. */
  side: number;
  shown(i: number): boolean;
}

/**
 * Points as one path per colour and size: lines of no length with round ends. A page or a printed file holds a few dozen
 * elements, however many points there are.
 *
 * @complexity linear in the number of points
 */
export function dotPaths({ positions, shade, shades, sizes, diameter, side, shown }: Dots): DotPath[] {
  const parts = new Map<string, { color: string; width: number; pieces: string[] }>();
  for (let i = 0; i < shade.length; i++) {
    if (!shown(i)) continue;
    // In steps of a tenth: each size is a path of its own.
    const size = sizes ? Math.round(sizes[i]! / 10) / 10 : 1;
    const key = `${shade[i]} ${size}`;
    let part = parts.get(key);
    if (!part) {
      part = { color: shades[shade[i]!]!, width: diameter * size, pieces: [] };
      parts.set(key, part);
    }
    const x = ((positions[i * 2]! + 1) / 2) * side;
    const y = ((1 - positions[i * 2 + 1]!) / 2) * side;
    part.pieces.push(`M${x.toFixed(2)} ${y.toFixed(2)}h0`);
  }
  return [...parts].map(([key, { color, width, pieces }]) => ({ key, color, width, path: pieces.join('') }));
}
