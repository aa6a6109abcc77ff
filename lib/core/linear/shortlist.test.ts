import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Shortlist } from './shortlist';

const error = 3;
const numbers = fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 900 });

describe.each([1, 10, 128, 129, 300])('Shortlist of %i', (k) => {
  it('keeps exactly what is within twice the error of the k-th largest', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const list = new Shortlist(k, error);
        values.forEach((value, position) => {
          list.offer(position, value);
        });
        const kth = values.toSorted((a, b) => b - a)[k - 1] ?? Number.NEGATIVE_INFINITY;
        const expected = [...values.keys()].filter((position) => values[position]! >= kth - 2 * error);
        expect([...list.finish()]).toEqual(expected);
      }),
    );
  });
});

it('lets the bar of a short list follow every number', () => {
  const list = new Shortlist(2, error);
  const bars = [5, 9, 7, 7, 30, 8].map((value, position) => {
    list.offer(position, value);
    return list.bar;
  });
  expect(bars).toEqual([-(2 ** 31), -1, 1, 1, 3, 3]);
});
