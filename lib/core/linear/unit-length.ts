/** Models that normalise answer in float16 or float32, some after rounding: their lengths lie this close to 1. */
const tolerance = 1e-3;

/**
 * Whether a vector has length 1, so that its dot products are cosines.
 *
 * @param vector of any length; one with an entry that is not finite has no unit length
 * @complexity O(dimensions)
 */
export function isUnitLength(vector: Float32Array): boolean {
  let squares = 0;
  for (const x of vector) squares += x * x;
  return Math.abs(Math.sqrt(squares) - 1) <= tolerance;
}
