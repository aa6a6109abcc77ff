import { expect, it } from 'vitest';
import { niceScale } from './nice-scale';

it('finds round scales that hold zero and every value', () => {
  expect(niceScale([-3.2, 7.9]).ticks).toEqual([-5, 0, 5, 10]);
  expect(niceScale([-58, 50]).ticks).toEqual([-75, -50, -25, 0, 25, 50]);
  expect(niceScale([]).low).toBe(0);
  for (const values of [[0.013], [-120, 4], [99]]) {
    const { low, high } = niceScale(values);
    expect(low).toBeLessThanOrEqual(Math.min(0, ...values));
    expect(high).toBeGreaterThanOrEqual(Math.max(0, ...values));
  }
});
