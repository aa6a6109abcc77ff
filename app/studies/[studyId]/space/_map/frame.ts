/** Where a map lies in its frame, which reaches from −1 to 1 along each axis. */
export interface Frame {
  /** As many numbers as the map has dimensions. */
  centre: number[];
  /** Units of the map to one of the frame. */
  unit: number;
}

/** Of the frame; what remains is margin. */
const filled = 0.95;

/**
 * The frame that holds a map in the middle, as large as fits, with the same unit along all axes. One of three dimensions
 * fits however it is turned.
 *
 * @param positions  points × components
 * @complexity linear in the number of points
 */
export function frameOf(positions: Float32Array, components: number): Frame {
  const low = new Array<number>(components).fill(Infinity);
  const high = new Array<number>(components).fill(-Infinity);
  for (let at = 0; at < positions.length; at++) {
    const c = at % components;
    if (positions[at]! < low[c]!) low[c] = positions[at]!;
    if (positions[at]! > high[c]!) high[c] = positions[at]!;
  }
  const centre = low.map((least, c) => (positions.length > 0 ? (least + high[c]!) / 2 : 0));
  let reach = 0;
  if (components === 2) reach = Math.max(0, ...low.map((least, c) => (high[c]! - least) / 2));
  else {
    for (let at = 0; at < positions.length; at += components) {
      const away = centre.map((middle, c) => positions[at + c]! - middle);
      reach = Math.max(reach, Math.hypot(...away));
    }
  }
  return { centre, unit: (reach || 1) / filled };
}

/** Coordinates of a map, of one point or several, as those of its frame. */
export function intoFrame({ centre, unit }: Frame, coordinates: ArrayLike<number>): Float32Array {
  return Float32Array.from(coordinates, (v, at) => (v - centre[at % centre.length]!) / unit);
}
