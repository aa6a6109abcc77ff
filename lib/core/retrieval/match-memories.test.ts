import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MatchableMemory, matchMemories } from './match-memories';
import { promptBlock } from './prompt-block';

const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `word${from + i}`).join(' ');

const memory = (over: Partial<MatchableMemory> = {}): MatchableMemory => ({
  title: 'Run the tests first',
  description: 'When a repository has tests.',
  content: 'Before any edit, run the whole test suite and note what fails.',
  sourceTaskText: 'Fix the parser of dates',
  ...over,
});

describe('matchMemories', () => {
  it.each(['insight', 'workflow', 'summary', 'trajectory'] as const)(
    'knows a %s again by the text that a prompt shows of it',
    (type) => {
      const memories = [memory({ title: 'Other', content: words(0, 30) }), memory()];
      const block = promptBlock([{ ...memory(), type, success: true }]);
      const item = block.slice(block.indexOf('# Memory Item 1'));
      expect(matchMemories({ memories, texts: [item] })).toEqual([
        { memory: 1, match: 'exact', similarity: 1 },
      ]);
    },
  );

  it('finds a text that was cut, and says how similar it is', () => {
    const memories = [memory({ content: words(500, 100) }), memory({ content: words(0, 100) })];
    const [found] = matchMemories({ memories, texts: [words(0, 80)] });
    // 78 of the 98 triples of the whole content remain.
    expect(found).toEqual({ memory: 1, match: 'near', similarity: 78 / 98 });
  });

  it('leaves alone what is less similar than asked for, and empty texts', () => {
    const memories = [memory({ content: words(0, 100) })];
    expect(matchMemories({ memories, texts: [words(0, 40), '', '# Memory Item 1\n'] })).toEqual([
      null,
      null,
      null,
    ]);
    const [found] = matchMemories({ memories, texts: [words(0, 40)], threshold: 0.3 });
    expect(found?.match).toBe('near');
  });

  it('takes the first of equal memories', () => {
    const [found] = matchMemories({ memories: [memory(), memory()], texts: [memory().content] });
    expect(found?.memory).toBe(0);
  });

  it('refuses a threshold that means nothing', () => {
    expect(() => matchMemories({ memories: [], texts: [], threshold: 0 })).toThrow(RangeError);
  });

  it('never gives a similarity outside its range, whatever the texts', () => {
    const field = fc.string({ maxLength: 40, unit: fc.constantFrom('a', 'b', ' ', '#', '\n', ':', 'é') });
    fc.assert(
      fc.property(
        fc.array(fc.record({ title: field, description: field, content: field, sourceTaskText: field })),
        fc.array(field),
        (memories, texts) => {
          for (const found of matchMemories({ memories, texts, threshold: 0.2 })) {
            if (!found) continue;
            expect(found.similarity).toBeGreaterThanOrEqual(0.2);
            expect(found.similarity).toBeLessThanOrEqual(1);
            expect(memories[found.memory]).toBeDefined();
          }
        },
      ),
    );
  });

  it('agrees with comparing every pair', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 3, maxLength: 12 })
      .map((w) => w.join(' '));
    const triples = (t: string) => {
      const w = t.split(' ');
      return new Set(w.slice(0, -2).map((_, i) => w.slice(i, i + 3).join(' ')));
    };
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), text, (contents, given) => {
        const memories = contents.map((content) =>
          memory({ title: '', description: '', sourceTaskText: '', content }),
        );
        const best = Math.max(
          ...contents.map((content) => {
            const [a, b] = [triples(content), triples(given)];
            const shared = [...a].filter((s) => b.has(s)).length;
            return shared / (a.size + b.size - shared);
          }),
        );
        const [found] = matchMemories({ memories, texts: [given], threshold: 0.4 });
        if (found?.match === 'exact') expect(contents).toContain(given);
        else if (best >= 0.4) expect(found?.similarity).toBeCloseTo(best, 12);
        else expect(found).toBeNull();
      }),
    );
  });
});
