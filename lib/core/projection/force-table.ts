/** Bits of a float32's fraction that pick a place in the table; the rest lies between two. */
const FRACTION_BITS = 6;
export const PLACE_SHIFT = 23 - FRACTION_BITS;
export const WITHIN_MASK = (1 << PLACE_SHIFT) - 1;
/** Squared distances that the table covers: 2^-40 to 2^16. */
const [LOWEST, HIGHEST] = [-40, 16];
/** The place of 2^-40: the exponent of a float32 counts from −127. */
export const FIRST_PLACE = (LOWEST + 127) << FRACTION_BITS;
export const PLACES = (HIGHEST - LOWEST) << FRACTION_BITS;

/**
 * A smooth function of squared distances as value and rise at 64 places per doubling: entry 2p is the value at place p,
 * 2p + 1 how much it changes per step of the bits within the place. Both are read off the bits of a squared distance as
 * float32, which count evenly in its logarithm. Linear between places, the error is at most 2 in 10,000 for powers between
 * −2 and 1.
 *
 * @param f  finite on [2^-40, 2^16]
 */
export function forceTable(f: (squared: number) => number): Float32Array {
  const table = new Float32Array(2 * PLACES);
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  const at = (place: number) => {
    bits[0] = (FIRST_PLACE + place) << PLACE_SHIFT;
    return f(float[0]!);
  };
  for (let place = 0; place < PLACES; place++) {
    table[2 * place] = at(place);
    table[2 * place + 1] = (at(place + 1) - at(place)) / (1 << PLACE_SHIFT);
  }
  return table;
}
