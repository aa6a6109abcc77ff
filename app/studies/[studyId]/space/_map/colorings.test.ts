import { describe, expect, it } from 'vitest';
import { coloringIds, colorings } from './colorings';
import { testPoints } from './testing';

const counted = (groups: { name: string; count: number }[]) =>
  groups.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]);

describe('colourings by name', () => {
  const points = testPoints([
    { benchmark: 'b', type: 'insight', success: true, sourceModel: 'm' },
    { benchmark: 'a', type: 'workflow', success: false },
    { benchmark: null, type: 'insight' },
  ]);
  it('have an entry for each name and one for none', () => {
    expect(counted(colorings.benchmark.shade(points).groups)).toEqual([
      ...[
        ['a', 1],
        ['b', 1],
        ['unknown', 1],
      ],
    ]);
    expect(counted(colorings.type.shade(points).groups)).toEqual([
      ...[
        ['workflow', 1],
        ['insight', 2],
      ],
    ]);
    expect(counted(colorings.outcome.shade(points).groups)).toEqual([
      ...[
        ['source failed', 1],
        ['source succeeded', 1],
        ['nobody said', 1],
      ],
    ]);
    expect(counted(colorings['source-model'].shade(points).groups)).toEqual([
      ...[
        ['m', 1],
        ['unknown model', 2],
      ],
    ]);
  });
});

describe('colourings by value', () => {
  it('put values on a scale and count those that are not known', () => {
    const points = testPoints([{ abstraction: 0 }, { abstraction: 1 }, { abstraction: 0.5 }, {}]);
    const { shade, shades, scale, groups } = colorings.abstraction.shade(points);
    expect([...shade]).toEqual([0, 63, 32, 64]);
    expect(shades[64]).toBe('var(--baseline)');
    expect(scale).toMatchObject({ marks: ['0.0', '0.5', '1.0'], unknown: 1 });
    expect(counted(groups)).toEqual([
      ...[
        ['0.0 to 0.2', 1],
        ['0.4 to 0.6', 1],
        ['0.8 to 1.0', 1],
        ['not known', 1],
      ],
    ]);
  });

  it('keep nothing in the middle of losses and gains', () => {
    const points = testPoints([{ uplift: -0.42 }, { uplift: 0 }, { uplift: 0.1 }]);
    const { shade, scale } = colorings.uplift.shade(points);
    expect(scale!.marks).toEqual(['−0.50', '0.00', '+0.50']);
    expect(shade[1]).toBe(32);
    expect(shade[0]! + 2 * 26).toBeLessThan(63);
  });

  it('name whole numbers by those that can occur', () => {
    const points = testPoints([0, 1, 2, 3, 40].map((uses) => ({ uses })));
    const { groups, group } = colorings.uses.shade(points);
    const names = groups.filter(({ count }) => count > 0).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [i, uses] of [0, 1, 2, 3, 40].entries()) {
      const [low, high = low] = groups[group[i]!]!.name.split(' to ').map(Number);
      expect([low! <= uses, uses <= high!], `${uses} in ${groups[group[i]!]!.name}`).toEqual([true, true]);
    }
  });

  it('have a scale where nothing is known, and where there are no points', () => {
    for (const points of [testPoints([{}, {}]), testPoints([])]) {
      for (const id of coloringIds) {
        const { groups, shades, scale } = colorings[id].shade(points);
        expect(groups.reduce((n, g) => n + g.count, 0)).toBe(points.count);
        expect(JSON.stringify([groups, shades, scale])).not.toMatch(/NaN|Infinity/);
      }
    }
  });
});
