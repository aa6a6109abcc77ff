const FRACTION_BITS = 15;

/**
 * A smooth function of positive numbers, looked up instead of computed: 256 values per doubling of x, linear between.
 *
 * The place in the table is read off the bits of x as a float32, which count evenly in the logarithm. Relative error
 * about 1e-5 for powers between −1 and 1; three times as fast as exp and log.
 *
 * @param f  finite on [1e-38, 1e38]
 */
export function logTable(f: (x: number) => number): (x: number) => number {
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  // Exponents 1 to 254; below lie numbers too small to matter, above infinity.
  const [first, last] = [1 << (23 - FRACTION_BITS), 255 << (23 - FRACTION_BITS)];
  const table = new Float64Array(last + 1);
  for (let i = 0; i <= last; i++) {
    bits[0] = Math.min(Math.max(i, first), last - 1) << FRACTION_BITS;
    table[i] = f(float[0]!);
  }
  return (x) => {
    float[0] = x;
    const at = bits[0]!;
    const below = at >>> FRACTION_BITS;
    const low = table[below]!;
    return low + (table[below + 1]! - low) * ((at & ((1 << FRACTION_BITS) - 1)) / (1 << FRACTION_BITS));
  };
}
