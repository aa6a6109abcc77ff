import { expect, it } from 'vitest';
import { standardSetting } from '@/lib/core/retrieval/setting';
import { ranUnder } from './measured-arms';

const setting = { ...standardSetting, memoryTypes: ['insight' as const] };
const condition = {
  method: 'cosine',
  scope: 'cross-domain' as const,
  topN: 3,
  memoryType: 'insight' as const,
};

it.each([
  ['the same in all four', condition, {}, true],
  ['another size', { ...condition, topN: 5 }, {}, false],
  ['a method that nobody named', { ...condition, method: null }, {}, false],
  ['several types', condition, { memoryTypes: ['insight' as const, 'workflow' as const] }, false],
  ['all types', condition, { memoryTypes: null }, false],
  ['half of the pool', condition, { poolFraction: 0.5 }, false],
  ['a guard against leaks', condition, { withoutSuspects: true }, false],
  ['a tuned method', condition, { parameters: { k1: 2 } }, false],
])('a condition ran under an arm with %s: %#', (_, settings, change, expected) => {
  expect(ranUnder(settings, { ...setting, ...change })).toBe(expected);
});
