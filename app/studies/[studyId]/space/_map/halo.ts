/** Trustworthiness of a point at or below which its halo is at full strength; at 1 it has none. */
export const haloFull = 0.7;

/**
 * How strongly the halo of each point shows: the less its place can be trusted, the stronger. Points that were not judged
 * have none.
 *
 * @param trustworthiness  at most 1; NaN where a point was not judged
 * @returns 0 to 255 per point
 * @complexity linear in the number of points
 */
export function haloStrengths(trustworthiness: Float32Array): Uint8Array {
  return Uint8Array.from(trustworthiness, (t) =>
    Number.isNaN(t) ? 0 : Math.round(255 * Math.min(1, Math.max(0, (1 - t) / (1 - haloFull)))),
  );
}

/** The band of a halo around a point of a radius, in the same pixels. @param unit a CSS pixel in them */
export function haloBand(radius: number, unit: number): { inner: number; outer: number } {
  const width = Math.min(3 * unit, Math.max(1.25 * unit, radius * 0.6));
  return { inner: radius + unit, outer: radius + unit + width };
}

export const haloColor = 'var(--warn)';
