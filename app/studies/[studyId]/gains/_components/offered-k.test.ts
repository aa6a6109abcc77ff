import { expect, it } from 'vitest';
import { offeredK } from './offered-k';

it('offers every k of a few attempts, the whole of many, and always the one in use', () => {
  expect(offeredK(3, 1)).toEqual([1, 2, 3]);
  expect(offeredK(0, 1)).toEqual([1]);
  expect(offeredK(50, 20)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50]);
});
