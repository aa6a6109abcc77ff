import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { clusteredStandardError } from './clustered-error';
import { clusteredRegression } from './clustered-regression';

interface Golden {
  regressions: {
    id: string;
    y: number[];
    x1: number[];
    x2: number[];
    cluster: number[];
    expected: Record<'beta' | 'se' | 'low' | 'high' | 'p', number[]> & { r_squared: number };
  }[];
}

const near = (ours: number, theirs: number, relative: number) =>
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(relative * Math.max(1e-3, Math.abs(theirs)));

describe('clusteredRegression', () => {
  it.each(readGolden<Golden>('gains_statistics').regressions)(
    'agrees with the formula in matrices on $id',
    ({ id, y, x1, x2, cluster, expected }) => {
      const columns = [
        { name: 'x1', values: x1 },
        { name: 'x2', values: x2 },
      ];
      const { value } = clusteredRegression(y, columns, cluster, 0.95);
      expect(value!.coefficients.map(({ name }) => name)).toEqual(['intercept', 'x1', 'x2']);
      // With a column near 100,000 the reference leaves out the intercept: it moved the column.
      const ours = id === 'large_offset' ? value!.coefficients.slice(1) : value!.coefficients;
      ours.forEach((coefficient, c) => {
        near(coefficient.estimate, expected.beta[c]!, 1e-9);
        near(coefficient.standardError, expected.se[c]!, 1e-9);
        near(coefficient.low, expected.low[c]!, 1e-9);
        near(coefficient.high, expected.high[c]!, 1e-9);
        near(coefficient.pValue.value!, expected.p[c]!, 1e-8);
      });
      near(value!.rSquared.value!, expected.r_squared, 1e-10);
    },
  );

  it('without columns is the clustered standard error of a mean', () => {
    const attempts = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 1 })), {
      minLength: 4,
      maxLength: 40,
    });
    fc.assert(
      fc.property(attempts, (rows) => {
        const [tasks, passed] = [rows.map(([task]) => task), rows.map(([, pass]) => pass)];
        const { value, reason } = clusteredRegression(passed, [], tasks, 0.95);
        if (!value) {
          expect(reason).toMatch(/needs 3/);
          return;
        }
        const expected = clusteredStandardError(passed, tasks).value!;
        expect(value.coefficients[0]!.standardError).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('does not depend on units, nor on the order of observations', () => {
    const [y, x] = [
      [0.1, 0.5, -0.2, 0.4, 0.9, 0.3, 0],
      [1, 3, 2, 4, 7, 3, 1.5],
    ];
    const tasks = ['a', 'b', 'c', 'a', 'd', 'b', 'c'];
    const fit = clusteredRegression(y!, [{ name: 'x', values: x! }], tasks, 0.9).value!;
    const scaled = clusteredRegression(
      [...y!].reverse(),
      [{ name: 'x', values: x!.map((v) => 1000 * v - 5).reverse() }],
      [...tasks].reverse(),
      0.9,
    ).value!;
    expect(scaled.coefficients[1]!.estimate * 1000).toBeCloseTo(fit.coefficients[1]!.estimate, 12);
    expect(scaled.coefficients[1]!.pValue.value).toBeCloseTo(fit.coefficients[1]!.pValue.value!, 10);
    expect(fit.degreesOfFreedom).toBe(3);
  });

  it('says why there is no fit', () => {
    const y = [1, 2, 3, 4, 6];
    const tasks = [1, 2, 3, 4, 5];
    const column = (name: string, ...values: number[]) => ({ name, values });
    const reason = (...columns: ReturnType<typeof column>[]) =>
      clusteredRegression(y, columns, tasks, 0.95).reason;
    expect(reason(column('same', 2, 2, 2, 2, 2))).toMatch(/same has one value/);
    expect(reason(column('u', 1, 2, 3, 4, 9), column('v', 3, 5, 7, 9, 19))).toMatch(/v follows from/);
    expect(reason(...['a', 'b', 'c', 'd'].map((n, i) => column(n, i, 1, 2 * i, i * i, 7)))).toMatch(
      /more than 5/,
    );
    expect(clusteredRegression(y, [], [1, 1, 2, 2, 2], 0.95).reason).toMatch(/needs 3, got 2/);
    expect(clusteredRegression([], [], [], 0.95).reason).toMatch(/needs 3, got 0/);
    expect(() => clusteredRegression([1, Number.NaN], [], [1, 2], 0.95)).toThrow(/finite/);
    expect(() => clusteredRegression([1], [], [1, 2], 0.95)).toThrow(RangeError);
  });

  it('has no p-value where nothing is left over, and no share where nothing varies', () => {
    const x = { name: 'x', values: [1, 2, 3, 5] };
    const line = clusteredRegression([3, 5, 7, 11], [x], [1, 2, 3, 4], 0.95).value!;
    expect(line.coefficients[1]!.estimate).toBeCloseTo(2, 12);
    expect(line.coefficients[1]!.standardError).toBe(0);
    expect(line.coefficients[1]!.pValue.reason).toMatch(/nothing is left/);
    const flat = clusteredRegression([2, 2, 2, 2], [x], [1, 2, 3, 4], 0.95).value!;
    expect(flat.rSquared.reason).toMatch(/one value/);
    expect(clusteredRegression([0, 0, 0, 0], [x], [1, 2, 3, 4], 0.95).value!.rSquared.value).toBeNull();
  });
});
