import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Confusion, cohensKappa } from './cohens-kappa';

const of = (
  truePositive: number,
  falsePositive: number,
  falseNegative: number,
  trueNegative: number,
): Confusion => ({
  truePositive,
  falsePositive,
  falseNegative,
  trueNegative,
});

describe('cohensKappa', () => {
  it('agrees with worked examples', () => {
    // pₒ = 0.7, pₑ = 0.5; SE = √(0.7 · 0.3 / (50 · 0.25)) = 0.1296
    const { estimate, ciLow, ciHigh } = cohensKappa(of(20, 5, 10, 15));
    expect(estimate.value).toBeCloseTo(0.4, 12);
    expect(ciLow).toBeCloseTo(0.4 - 1.959964 * 0.129615, 5);
    expect(ciHigh).toBeCloseTo(0.4 + 1.959964 * 0.129615, 5);
    expect(cohensKappa(of(45, 15, 25, 15)).estimate.value).toBeCloseTo(0.1304, 4);
    expect(cohensKappa(of(25, 35, 5, 35)).estimate.value).toBeCloseTo(0.2593, 4);
  });

  it('is 1 for agreement, −1 for its opposite, and has no value where there is nothing to agree on', () => {
    expect(cohensKappa(of(5, 0, 0, 5)).estimate.value).toBe(1);
    expect(cohensKappa(of(0, 5, 5, 0)).estimate.value).toBe(-1);
    expect(cohensKappa(of(5, 0, 0, 0)).estimate.reason).toContain('same answer');
    expect(cohensKappa(of(0, 0, 0, 0)).estimate.reason).toContain('nothing was judged');
  });

  it('keeps its range, and does not care who is called the judge or which answer is yes', () => {
    const count = fc.nat(40);
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const { estimate, ciLow, ciHigh } = cohensKappa(of(a, b, c, d));
        if (estimate.value === null) return;
        expect(estimate.value).toBeGreaterThanOrEqual(-1);
        expect(estimate.value).toBeLessThanOrEqual(1);
        expect(ciLow!).toBeLessThanOrEqual(estimate.value + 1e-12);
        expect(ciHigh!).toBeGreaterThanOrEqual(estimate.value - 1e-12);
        expect(cohensKappa(of(a, c, b, d)).estimate.value).toBeCloseTo(estimate.value, 12);
        expect(cohensKappa(of(d, c, b, a)).estimate.value).toBeCloseTo(estimate.value, 12);
      }),
    );
  });

  it('refuses what is no count and no level', () => {
    expect(() => cohensKappa(of(-1, 0, 0, 0))).toThrow(RangeError);
    expect(() => cohensKappa(of(1.5, 0, 0, 0))).toThrow(RangeError);
    expect(() => cohensKappa(of(1, 0, 0, 1), 1)).toThrow(RangeError);
  });
});
