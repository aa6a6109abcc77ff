import type { Neighbours } from './nearest-neighbours';

/** A new point may have only new neighbours: places spread this far from known ones. */
const PASSES = 10;

/**
 * Where points begin that follow a previous map: where they were, and new ones amid their nearest that have a place.
 *
 * @param previous  rows × components; NaN for new points
 * @returns rows × components, finite; the origin for points without a connection to known ones
 * @complexity O(new points · k)
 */
export function continuedFrom(
  previous: Float32Array,
  { indices, k }: Neighbours,
  components: number,
): Float64Array {
  const places = Float64Array.from(previous);
  const rows = places.length / components;
  const isPlaced = (i: number) => Number.isFinite(places[i * components]!);
  let open = Array.from({ length: rows }, (_, i) => i).filter((i) => !isPlaced(i));
  for (let pass = 0; pass < PASSES && open.length > 0; pass++) {
    const found = open.map((i) => {
      const known = [...indices.subarray(i * k, (i + 1) * k)].filter(isPlaced);
      const meanOf = (c: number) =>
        known.reduce((sum, j) => sum + places[j * components + c]!, 0) / known.length;
      return { i, place: known.length > 0 ? Array.from({ length: components }, (_, c) => meanOf(c)) : null };
    });
    for (const { i, place } of found) if (place) places.set(place, i * components);
    open = open.filter((i) => !isPlaced(i));
  }
  for (const i of open) places.fill(0, i * components, (i + 1) * components);
  return places;
}
