import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile } from './quantile';

describe('quantile', () => {
  it('is what sorting gives', () => {
    const numbers = fc.float64Array({
      minLength: 1,
      maxLength: 60,
      noNaN: true,
      noDefaultInfinity: true,
      min: -9,
      max: 9,
    });
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const sorted = [...values].sort((a, b) => a - b);
        const at = p * (sorted.length - 1);
        const low = sorted[Math.floor(at)]!;
        const high = sorted[Math.ceil(at)]!;
        expect(quantile(values, p)).toBeCloseTo(low + (at - Math.floor(at)) * (high - low), 12);
      }),
    );
  });

  it('has numpy’s values on repeated numbers', () => {
    expect(quantile(Float64Array.of(1, 2, 2, 2, 10), 0.9)).toBeCloseTo(6.8, 12);
    expect(median(Float64Array.of(4, 1, 3, 2))).toBe(2.5);
  });

  it('refuses nothing and no probability', () => {
    expect(() => quantile(new Float64Array(0), 0.5)).toThrow(RangeError);
    expect(() => quantile(Float64Array.of(1), 1.5)).toThrow(RangeError);
  });
});
