import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { daviesBouldin } from './davies-bouldin';
import { codeLabels } from './labels';
import { toMatrix, unitRows } from './matrix';

interface Expected {
  davies_bouldin: number | { error: string };
  davies_bouldin_direct_longdouble: number;
}
interface Golden {
  cases: {
    id: string;
    n: number;
    d: number;
    X: number[][];
    labels: (string | number)[];
    expected: { raw: Expected; l2_normalised: Expected };
  }[];
}

describe.each(readGolden<Golden>('clustering').cases)(
  'daviesBouldin on $id',
  ({ n, d, X, labels, expected }) => {
    const raw = toMatrix(X.flat(), n, d);
    const coded = codeLabels(labels.map(String));
    it.each([
      ['raw', raw, expected.raw],
      ['l2_normalised', unitRows(raw), expected.l2_normalised],
    ] as const)(
      'agrees with scikit-learn, %s',
      (_, matrix, { davies_bouldin: value, davies_bouldin_direct_longdouble }) => {
        const { estimate } = daviesBouldin(matrix, coded);
        if (typeof value === 'object') {
          expect(estimate.value).toBeNull();
          expect(estimate.reason).toMatch(/needs/);
          return;
        }
        const direct = davies_bouldin_direct_longdouble;
        expect(Math.abs(estimate.value! - direct)).toBeLessThanOrEqual(1e-9 * direct);
        expect(Math.abs(estimate.value! - value)).toBeLessThanOrEqual(1e-7 * value);
      },
    );
  },
);

describe('daviesBouldin', () => {
  const points = fc.array(
    fc.tuple(
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -20, max: 20 }),
      fc.constantFrom('a', 'b', 'c'),
    ),
    {
      minLength: 4,
      maxLength: 30,
    },
  );
  const indexOf = (drawn: [number, number, string][]) =>
    daviesBouldin(
      toMatrix(
        drawn.flatMap((point) => point.slice(0, 2) as number[]),
        drawn.length,
        2,
      ),
      codeLabels(drawn.map((p) => p[2])),
    ).estimate;

  it('ignores order, names of labels, place and scale', () => {
    fc.assert(
      fc.property(points, (drawn) => {
        const { value } = indexOf(drawn);
        fc.pre(value !== null);
        const rename = { a: 'z', b: 'a', c: 'm' } as Record<string, string>;
        const moved = [...drawn]
          .reverse()
          .map(([x, y, l]): [number, number, string] => [4 * x + 8, 4 * y - 16, rename[l]!]);
        // Coincident centroids are a convention that rounding can lift.
        fc.pre(value! < 1e6);
        const other = indexOf(moved).value!;
        if (other < 1e6) expect(Math.abs(other - value!)).toBeLessThanOrEqual(1e-6 * (1 + value!));
      }),
    );
  });

  it('warns where centroids coincide, which the library counts as 0', () => {
    const cross = toMatrix([1, 0, -1, 0, 0, 1, 0, -1, 50, 50, 50, 51], 6, 2);
    const { estimate, note } = daviesBouldin(cross, codeLabels(['a', 'a', 'b', 'b', 'c', 'c']));
    expect(estimate.value).toBeGreaterThan(0);
    expect(note).toMatch(/same centroid/);
  });

  it('takes a weight for a repetition', () => {
    const matrix = toMatrix([0, 1, 5, 7], 4, 1);
    const weighted = daviesBouldin(matrix, codeLabels(['a', 'a', 'b', 'b']), [2, 1, 1, 1]);
    const repeated = daviesBouldin(toMatrix([0, 0, 1, 5, 7], 5, 1), codeLabels(['a', 'a', 'a', 'b', 'b']));
    expect(weighted.estimate.value).toBeCloseTo(repeated.estimate.value!, 12);
  });
});
