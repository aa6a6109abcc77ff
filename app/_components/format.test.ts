import { describe, expect, it } from 'vitest';
import { countOf, formatBytes, formatDuration, formatPoints, formatPValue, formatUsd } from './format';

describe('format', () => {
  it('signs differences, but not a rounded zero', () => {
    expect([0.0366, -0.0123, 0.0001, -0.0001].map((d) => formatPoints(d))).toEqual([
      '+3.7',
      '\u22121.2',
      '0.0',
      '0.0',
    ]);
  });
  it('bounds tiny p-values', () => {
    expect([0.00005, 0.0494].map(formatPValue)).toEqual(['<\u202f0.001', '0.049']);
  });
  it('puts nouns in the number they need', () => {
    expect([
      countOf(1, 'pool'),
      countOf(0, 'pool'),
      countOf(1680, 'trial'),
      countOf(2, 'memory', 'memories'),
    ]).toEqual(['1 pool', '0 pools', '1,680 trials', '2 memories']);
  });
  it('picks units that fit', () => {
    expect([0, 999, 1500, 12_300_000].map(formatBytes)).toEqual(['0 B', '999 B', '1.5 kB', '12 MB']);
    expect([12, 1500, 65_000, 3_700_000].map(formatDuration)).toEqual([
      '12 ms',
      '1.5 s',
      '1 min 5 s',
      '1 h 1 min',
    ]);
    expect([59_960, 3_599_700].map(formatDuration)).toEqual(['1 min 0 s', '1 h 0 min']);
    expect([0, 0.0123, 12.5].map(formatUsd)).toEqual(['$0.00', '$0.0123', '$12.50']);
  });
});
