/** The pixels that a round mark covers at all, told from the pixel of its middle. */
export interface Stamp {
  /** Pixels to the furthest row or column, and one more. */
  reach: number;
  columns: Int16Array;
  rows: Int16Array;
  /** The same pixels in an image of the width that the stamps were made for: rows · width + columns. */
  offsets: Int32Array;
  /** 1 to 256 per pixel. */
  cover: Uint16Array;
}

/** Places within a pixel that are told apart, along one side. */
export const subpixels = 4;

/**
 * Makes and keeps the stamps of rings: outer and inner radius in pixels, the middle at one of the subpixels. An inner
 * radius of 0 is a disc.
 *
 * @param width  of the image that they are put on, in pixels
 * @complexity a look-up; quadratic in the radius when a stamp is first asked for
 */
export function makeStamps(
  width: number,
): (outer: number, inner: number, subX: number, subY: number) => Stamp {
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
    places[place] ??= cut(out / 8, into / 8, (subX + 0.5) / subpixels, (subY + 0.5) / subpixels, width);
    return places[place];
  };
}

function cut(outer: number, inner: number, atX: number, atY: number, width: number): Stamp {
  const reach = Math.ceil(outer + 0.5);
  const part = (v: number) => Math.min(1, Math.max(0, v));
  const pixels: { column: number; row: number; cover: number }[] = [];
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      const away = Math.hypot(column + 0.5 - atX, row + 0.5 - atY);
      const hole = inner > 0 ? part(inner + 0.5 - away) : 0;
      const cover = Math.round(256 * part(part(outer + 0.5 - away) - hole));
      if (cover > 0) pixels.push({ column, row, cover });
    }
  }
  return {
    reach,
    columns: Int16Array.from(pixels, ({ column }) => column),
    rows: Int16Array.from(pixels, ({ row }) => row),
    offsets: Int32Array.from(pixels, ({ column, row }) => row * width + column),
    cover: Uint16Array.from(pixels, ({ cover }) => cover),
  };
}
