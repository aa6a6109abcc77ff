import { expect, it } from 'vitest';
import { nearScale } from './near-scale';

it('finds a scale of costs that holds them all', () => {
  for (const costs of [[0.0072, 0.0081], [5], [0], [12_000, 90_000, 31], [0.0075, 0.0075]]) {
    const { low, high, ticks } = nearScale(costs);
    expect(low).toBeLessThanOrEqual(Math.min(...costs) + 1e-12);
    expect(high).toBeGreaterThanOrEqual(Math.max(...costs) - 1e-12);
    expect(high).toBeGreaterThan(low);
    expect(new Set(ticks).size).toBe(ticks.length);
    expect(ticks.length).toBeLessThan(9);
  }
});

it('has steps as many as are wanted, about', () => {
  expect(nearScale([0.5, 0.99], 5)).toMatchObject({ ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1], digits: 1 });
});
