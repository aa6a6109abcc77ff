import { describe, expect, it } from 'vitest';
import { expandGrid } from '@/lib/core/retrieval/grid';
import { gridSchema } from '@/lib/core/retrieval/setting-schema';
import { type GridChoice, numbersOf, standardChoice, toGrid } from './grid-choice';

const arms = (change: Partial<GridChoice>) => {
  const made = toGrid({ ...standardChoice, ...change });
  if ('problem' in made) throw new Error(made.problem);
  return expandGrid(gridSchema.parse(made.grid));
};

describe('toGrid', () => {
  it('opens with one arm per chosen method', () => {
    expect(arms({}).map(({ method }) => method)).toEqual(['cosine', 'bm25', 'hybrid-ranks', 'random']);
  });

  it('tries every value that is typed, parameters with their method alone', () => {
    const found = arms({
      methods: ['cosine', 'bm25'],
      parameters: { 'bm25 k1': '1.2, 2', 'marginal-relevance lambda': '0.5' },
      seeds: '1 2',
    });
    expect(found).toHaveLength(2 + 4);
    expect(found.filter(({ method }) => method === 'bm25').map(({ parameters }) => parameters.k1)).toEqual([
      1.2, 1.2, 2, 2,
    ]);
  });

  it('names every dimension of a setting', () => {
    const made = toGrid(standardChoice);
    expect('grid' in made && Object.keys(made.grid).sort()).toEqual(Object.keys(arms({})[0]!).sort());
  });

  it.each([
    [{ seeds: '1, x' }, 'In the seeds, something is no number.'],
    [{ types: [] }, 'Choose at least one of each.'],
    [
      { methods: ['bm25'] as const, parameters: { 'bm25 b': 'half' } },
      'In the parameters, something is no number.',
    ],
  ])('says what is wrong with %j', (change, problem) => {
    expect(toGrid({ ...standardChoice, ...(change as Partial<GridChoice>) })).toEqual({ problem });
  });

  it('reads lists of numbers as people write them', () => {
    expect(numbersOf(' 1,2; 3  3 ')).toEqual([1, 2, 3]);
    expect(numbersOf('')).toEqual([]);
    expect(numbersOf('1e999')).toBeNull();
  });
});
