/** The pixels that a round mark covers, from a corner of its own. */
export interface Stamp {
  /** Pixels along one side. */
  side: number;
  /** From the pixel of the mark's middle to the corner. */
  back: number;
  /** 0 to 256 per pixel, row by row. */
  cover: Uint16Array;
}

/** Places within a pixel that are told apart, along one side. */
export const subpixels = 4;

/**
 * Makes and keeps the stamps of rings: outer and inner radius in pixels, the middle at one of the subpixels. An inner
 * radius of 0 is a disc.
 *
 * @complexity a look-up; quadratic in the radius when a stamp is first asked for
 */
export function makeStamps(): (outer: number, inner: number, subX: number, subY: number) => Stamp {
  // Rings of one size lie together: a map is looked into for a size only, since points in a row mostly share theirs.
  const kept = new Map<number, (Stamp | undefined)[]>();
  let lastSize = -1;
  let places: (Stamp | undefined)[] = [];
  return (outer, inner, subX, subY) => {
    // In eighths of a pixel: an eye sees no finer.
    const out = Math.round(outer * 8);
    const into = Math.round(inner * 8);
    const size = out * 4096 + into;
    if (size !== lastSize) {
      places = kept.get(size) ?? new Array<Stamp | undefined>(subpixels * subpixels).fill(undefined);
      kept.set(size, places);
      lastSize = size;
    }
    const place = subX * subpixels + subY;
    places[place] ??= cut(out / 8, into / 8, (subX + 0.5) / subpixels, (subY + 0.5) / subpixels);
    return places[place];
  };
}

function cut(outer: number, inner: number, atX: number, atY: number): Stamp {
  const back = Math.ceil(outer + 0.5);
  const side = 2 * back + 1;
  const cover = new Uint16Array(side * side);
  const part = (v: number) => Math.min(1, Math.max(0, v));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const away = Math.hypot(x - back + 0.5 - atX, y - back + 0.5 - atY);
      const hole = inner > 0 ? part(inner + 0.5 - away) : 0;
      cover[y * side + x] = Math.round(256 * part(part(outer + 0.5 - away) - hole));
    }
  }
  return { side, back, cover };
}
