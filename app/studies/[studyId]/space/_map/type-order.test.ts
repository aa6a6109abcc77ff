import { describe, expect, it } from 'vitest';
import type { SpaceGroup, SpaceMeasure } from '@/lib/core/projection/describe-space';
import type { MemoryType } from '@/lib/core/vocabulary';
import { orderTypes } from './type-order';

const measure = (value: number | null, half = 0.1): SpaceMeasure => ({
  estimate: value === null ? { value: null, reason: 'one benchmark alone' } : { value },
  ciLow: value === null ? null : value - half,
  ciHigh: value === null ? null : value + half,
  null: null,
  note: null,
});

const group = (type: MemoryType, value: number | null, half?: number): SpaceGroup =>
  ({
    group: type,
    embedding: { daviesBouldin: measure(value, half), lisiMedian: measure(value, half) },
    abstraction: measure(value, half),
  }) as SpaceGroup;

const first = (...groups: SpaceGroup[]) => orderTypes(groups)[0]!;

describe('the order of memory types', () => {
  it('is the paper’s, surely or perhaps', () => {
    const sure = first(
      group('trajectory', 1),
      group('workflow', 2),
      group('summary', 3),
      group('insight', 4),
    );
    expect(sure.agrees).toBe(true);
    expect(sure.verdict).toBe(
      'The paper’s order holds: trajectory < workflow < summary < insight. No neighbouring intervals overlap.',
    );
    const perhaps = first(group('trajectory', 1, 0.6), group('insight', 2, 0.6));
    expect(perhaps.verdict).toMatch(/intervals of trajectory and insight overlap/);
  });
  it('is another one, and which types stand wrong is said', () => {
    const other = first(group('trajectory', 3), group('workflow', 1), group('insight', 2));
    expect(other.agrees).toBe(false);
    expect(other.places.map(({ type }) => type)).toEqual(['workflow', 'insight', 'trajectory']);
    expect(other.verdict).toMatch(/workflow lies below trajectory|insight lies below trajectory/);
  });
  it('is none where all types have the same value', () => {
    expect(first(group('trajectory', 2), group('insight', 2))).toMatchObject({
      agrees: null,
      verdict: 'No order: the types that have a value have the same.',
    });
  });
  it('is none where fewer than two types have a value, with the reason', () => {
    expect(first(group('trajectory', null), group('insight', 2))).toMatchObject({
      agrees: null,
      verdict: 'No order: fewer than two types have a value. trajectory has none: one benchmark alone.',
    });
    expect(orderTypes([]).every(({ agrees }) => agrees === null)).toBe(true);
  });
});
