import { describe, expect, it } from 'vitest';
import { baselineColor, benchmarkColor, conditionColor, isHatched } from './palette';

describe('palette', () => {
  it('gives a benchmark its colour whatever the order of the list', () => {
    expect(benchmarkColor('b', ['c', 'b', 'a'])).toBe('var(--benchmark-2)');
    expect(benchmarkColor('b', ['a', 'b', 'c', 'b'])).toBe('var(--benchmark-2)');
    expect(benchmarkColor('x', ['a'])).toBe('var(--text-faint)');
  });
  it('keeps grey for the baseline', () => {
    expect(conditionColor({ memoryType: 'insight' }, true)).toBe(baselineColor);
    expect(conditionColor({ memoryType: 'none' }, false)).toBe(baselineColor);
    expect(conditionColor({ memoryType: 'insight' }, false)).toBe('var(--type-insight)');
  });
  it('hatches memories from other benchmarks', () => {
    expect([isHatched({ scope: 'cross-domain' }), isHatched({ scope: 'in-domain' }), isHatched({})]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
