import { describe, expect, it } from 'vitest';
import { isUnitLength } from './unit-length';

describe('unit length', () => {
  it('is told within the rounding of half precision', () => {
    const vector = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i + 1));
    const length = Math.hypot(...vector);
    expect(isUnitLength(vector.map((x) => x / length))).toBe(true);
    // Eleven significant bits, as a half-precision number has.
    expect(isUnitLength(vector.map((x) => Math.round((x / length) * 2048) / 2048))).toBe(true);
    expect(isUnitLength(vector.map((x) => (x / length) * 1.01))).toBe(false);
    expect(isUnitLength(vector)).toBe(false);
  });

  it('is not that of zeros, of nothing, or of what is not finite', () => {
    expect(isUnitLength(new Float32Array(8))).toBe(false);
    expect(isUnitLength(new Float32Array(0))).toBe(false);
    expect(isUnitLength(Float32Array.of(1, Number.NaN))).toBe(false);
    expect(isUnitLength(Float32Array.of(Number.POSITIVE_INFINITY, 0))).toBe(false);
  });
});
