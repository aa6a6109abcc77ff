import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { normalQuantile } from './normal';
import { shrinkToMean } from './shrink-to-mean';

describe('shrinkToMean', () => {
  it('draws each cell to the mean by its own error, and by nothing where cells truly agree', () => {
    const equal = [0.1, 0.2, 0.3].map((estimate) => ({ estimate, variance: 1 }));
    const { mean, tauSquared, cells } = shrinkToMean(equal, 0.95).value!;
    expect(tauSquared).toBe(0);
    for (const cell of cells) expect(cell.value).toBeCloseTo(mean, 12);
    expect(mean).toBeCloseTo(0.2, 12);

    // With equal errors REML's τ² is the sample variance less s²: 1 − 0.25.
    const apart = shrinkToMean(
      [-1, 0, 1].map((estimate) => ({ estimate, variance: 0.25 })),
      0.95,
    ).value!;
    expect(apart.tauSquared).toBeCloseTo(0.75, 6);
    expect(apart.cells[2]!.ownWeight).toBeCloseTo(0.75, 6);
    expect(apart.cells[2]!.value).toBeCloseTo(0.75, 6);
  });

  it('trusts cells with little error more', () => {
    const { cells } = shrinkToMean(
      [
        { estimate: 1, variance: 0.01 },
        { estimate: 1, variance: 1 },
        { estimate: -1, variance: 0.01 },
        { estimate: 0, variance: 0.01 },
      ],
      0.95,
    ).value!;
    expect(cells[0]!.ownWeight).toBeGreaterThan(cells[1]!.ownWeight);
    expect(cells[0]!.value).toBeGreaterThan(cells[1]!.value);
    expect(cells[1]!.high - cells[1]!.low).toBeGreaterThan(cells[0]!.high - cells[0]!.low);
  });

  it('is nearer to the truth than the cells themselves, and its limits cover it', () => {
    const random = seededRandom(3);
    const normal = () => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random())));
    let [own, shrunk, covered, all] = [0, 0, 0, 0];
    for (let round = 0; round < 200; round++) {
      const truth = Array.from({ length: 30 }, () => 0.05 + 0.08 * normal());
      const cells = truth.map((theta, i) => {
        const variance = (i % 2 === 0 ? 0.15 : 0.06) ** 2;
        return { estimate: theta + Math.sqrt(variance) * normal(), variance };
      });
      shrinkToMean(cells, 0.95).value!.cells.forEach(({ value, low, high }, i) => {
        own += (cells[i]!.estimate - truth[i]!) ** 2;
        shrunk += (value - truth[i]!) ** 2;
        if (low <= truth[i]! && truth[i]! <= high) covered++;
        all++;
      });
    }
    expect(shrunk).toBeLessThan(0.6 * own);
    expect(covered / all).toBeGreaterThan(0.9);
    expect(covered / all).toBeLessThan(0.97);
  });

  it('says why it cannot, and refuses what is no number', () => {
    const cell = { estimate: 0, variance: 1 };
    expect(shrinkToMean([cell, cell], 0.95).reason).toMatch(/at least 3 cells/);
    expect(shrinkToMean([cell, cell, { estimate: 0, variance: 0 }], 0.95).reason).toMatch(/no scatter/);
    expect(() => shrinkToMean([cell, cell, { estimate: Number.NaN, variance: 1 }], 0.95)).toThrow(/finite/);
  });
});
