import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { passAtK } from './pass-at-k';

interface Golden {
  rows: [n: number, c: number, k: number, exact: number, ...rest: unknown[]][];
  columns: string[];
  mean_over_tasks: ({ n: number[]; c: number[] } & Record<string, number | number[]>)[];
}

/** Draws every k-subset of the trials and counts those with a pass. */
function bruteForce(passed: boolean[], k: number): number {
  let subsets = 0;
  let withPass = 0;
  for (let mask = 0; mask < 1 << passed.length; mask++) {
    const members = passed.filter((_, i) => mask & (1 << i));
    if (members.length !== k) continue;
    subsets++;
    if (members.some(Boolean)) withPass++;
  }
  return withPass / subsets;
}

describe('passAtK', () => {
  it('is the share of k-subsets with a pass', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (passed, k) => {
          fc.pre(k <= passed.length);
          const estimate = passAtK(passed.filter(Boolean).length, passed.length, k);
          expect(estimate.value).toBeCloseTo(bruteForce(passed, k), 12);
        },
      ),
    );
  });

  it('agrees with human-eval and with exact fractions', () => {
    const golden = readGolden<Golden>('pass_at_k');
    const column = (name: string) => golden.columns.indexOf(name);
    const [n, c, k, exact] = ['n', 'c', 'k', 'exact_rational'].map(column);
    let compared = 0;
    for (const row of golden.rows) {
      const cells = row as unknown as number[];
      const estimate = passAtK(cells[c!]!, cells[n!]!, cells[k!]!);
      if (cells[k!]! > cells[n!]!) expect(estimate.value).toBeNull();
      else expect(Math.abs(estimate.value! - cells[exact!]!)).toBeLessThanOrEqual(1e-12);
      compared++;
    }
    expect(compared).toBe(670);
    for (const set of golden.mean_over_tasks) {
      for (const [name, expected] of Object.entries(set)) {
        const at = /^mean_pass@(\d+)$/.exec(name);
        if (!at) continue;
        const values = set.n.map((trials, i) => passAtK(set.c[i]!, trials, Number(at[1])).value!);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        expect(Math.abs(mean - (expected as number))).toBeLessThanOrEqual(1e-12);
      }
    }
  });

  it('does not guess when there are fewer trials than k', () => {
    expect(passAtK(1, 2, 3)).toEqual({ value: null, reason: 'pass@3 needs at least 3 trials, got 2' });
  });

  it('refuses what is not a count', () => {
    expect(() => passAtK(1, 2, 0)).toThrow(RangeError);
    expect(() => passAtK(3, 2, 1)).toThrow(RangeError);
    expect(() => passAtK(0.5, 2, 1)).toThrow(RangeError);
  });
});
