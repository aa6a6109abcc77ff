import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactLetters } from './compact-letters';

describe('compactLetters', () => {
  it('works the examples that can be worked by hand', () => {
    expect(compactLetters(0, [])).toEqual([]);
    expect(compactLetters(3, [])).toEqual([['a'], ['a'], ['a']]);
    expect(compactLetters(3, [[0, 2]])).toEqual([['a'], ['a', 'b'], ['b']]);
    expect(
      compactLetters(2, [
        [1, 0],
        [0, 1],
      ]),
    ).toEqual([['a'], ['b']]);
    // A chain in which only neighbours are alike.
    const far = [
      [0, 2],
      [0, 3],
      [1, 3],
    ] as const;
    expect(compactLetters(4, far)).toEqual([['a'], ['a', 'b'], ['b', 'c'], ['c']]);
  });

  it('gives a letter in common exactly to those that do not differ, and wastes none', () => {
    const differs = fc.integer({ min: 1, max: 7 }).chain((count) => {
      const pairs = Array.from({ length: count }, (_, i) =>
        Array.from({ length: i }, (_, j) => [j, i] as const),
      ).flat();
      return fc.tuple(fc.constant(count), fc.subarray(pairs));
    });
    fc.assert(
      fc.property(differs, ([count, pairs]) => {
        const letters = compactLetters(count, pairs);
        expect(compactLetters(count, pairs.toReversed())).toEqual(letters);
        for (let i = 0; i < count; i++) {
          expect(letters[i]!.length).toBeGreaterThan(0);
          for (let j = 0; j < i; j++) {
            const share = letters[i]!.some((one) => letters[j]!.includes(one));
            expect(share).toBe(!pairs.some(([a, b]) => a === j && b === i));
          }
        }
        const used = [...new Set(letters.flat())].sort();
        expect(used).toEqual(Array.from({ length: used.length }, (_, i) => String.fromCharCode(97 + i)));
        // No letter whose holders all hold another one.
        const holders = (one: string) => letters.map((own) => own.includes(one));
        for (const one of used)
          for (const other of used)
            if (one !== other)
              expect(holders(one).some((holds, i) => holds && !holders(other)[i])).toBe(true);
      }),
    );
  });

  it('goes on after z, and refuses pairs that are none', () => {
    const all = Array.from({ length: 28 }, (_, i) =>
      Array.from({ length: i }, (_, j) => [j, i] as const),
    ).flat();
    expect(compactLetters(28, all).flat().slice(-3)).toEqual(['z', 'aa', 'ab']);
    expect(() => compactLetters(2, [[0, 2]])).toThrow(RangeError);
    expect(() => compactLetters(2, [[1, 1]])).toThrow(RangeError);
    expect(() => compactLetters(2, [[0, Number.NaN]])).toThrow(RangeError);
  });
});
