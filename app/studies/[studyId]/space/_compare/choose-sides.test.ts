import { describe, expect, it } from 'vitest';
import type { MapChoice } from '@/lib/queries/map-comparisons';
import { chooseSides } from './choose-sides';

const map = (id: string, model: string, metric: 'cosine' | 'euclidean' = 'cosine') =>
  ({ id, model, parameters: { metric }, memoryCount: 9, createdAt: new Date(0) }) as unknown as MapChoice;
const pools = [{ id: 'p' }, { id: 'q' }];
const idsOf = (sides: ReturnType<typeof chooseSides>) =>
  sides && [sides.left.id, sides.right.id, sides.leftPool, sides.rightPool];

describe('chooseSides', () => {
  it('has nothing to compare without maps, or with one map of one pool', () => {
    expect(chooseSides([], pools, {})).toBeNull();
    expect(chooseSides([map('1', 'a')], [{ id: 'p' }], {})).toBeNull();
  });

  it('prefers another model to another metric to another layout', () => {
    const maps = [map('1', 'a'), map('2', 'a'), map('3', 'a', 'euclidean'), map('4', 'b')];
    expect(idsOf(chooseSides(maps, pools, {}))).toEqual(['1', '4', null, null]);
    expect(idsOf(chooseSides(maps.slice(0, 3), pools, {}))).toEqual(['1', '3', null, null]);
    expect(idsOf(chooseSides(maps.slice(0, 2), pools, {}))).toEqual(['1', '2', null, null]);
    expect(idsOf(chooseSides(maps, pools, { left: '4' }))).toEqual(['4', '1', null, null]);
    expect(idsOf(chooseSides(maps, pools, { right: '4' }))).toEqual(['1', '4', null, null]);
  });

  it('compares the pools of a single map, or those asked for', () => {
    expect(idsOf(chooseSides([map('1', 'a')], pools, {}))).toEqual(['1', '1', 'p', 'q']);
    const asked = { 'pool-left': 'q', 'pool-right': 'unknown' };
    expect(idsOf(chooseSides([map('1', 'a')], pools, asked))).toEqual(['1', '1', 'q', null]);
  });

  it('takes what is asked for, and passes over maps that are gone', () => {
    const maps = [map('1', 'a'), map('2', 'b')];
    expect(idsOf(chooseSides(maps, pools, { left: '2', right: '2', 'pool-left': 'p' }))).toEqual([
      '2',
      '2',
      'p',
      null,
    ]);
    expect(idsOf(chooseSides(maps, pools, { left: 'gone', right: '1' }))).toEqual(['2', '1', null, null]);
  });
});
