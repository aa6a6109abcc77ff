import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLenient } from './lenient-json';
import { scanJson } from './scan-json';

const messageOf = (text: string) => {
  try {
    parseLenient(text, 'f.json');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it parsed');
};

describe('parseLenient', () => {
  it('reads NaN and the infinities as null, outside strings only', () => {
    const { value, concessions } = parseLenient(
      '{"a":NaN,"b":[-Infinity,Infinity,1],"c":"NaN \\" NaN"}',
      'f',
    );
    expect(value).toEqual({ a: null, b: [null, null, 1], c: 'NaN " NaN' });
    expect(concessions).toEqual(['3 bare NaN or Infinity read as null']);
  });

  it.each([
    ['{"a":1', /cut off in the middle \(line 1, column 7\).*1 levels deep/],
    ['{"a":"xy', /cut off in the middle.*inside a string/],
    ['{"a":tr', /cut off in the middle/],
    ['[1,2', /cut off/],
    ['{"a":\n  oops}', /not valid JSON at line 2, column 3: expected a value, near “\{"a": oops\}”/],
    ['[1,]', /expected a value/],
    ['{"a" 1}', /expected a colon/],
    ['{a:1}', /key in quotes/],
    ['[1 2]', /expected a comma or \]/],
    ['{} {}', /more text follows/],
    ['["a\u0001b"]', /control character/],
    ['["\\x41"]', /wrong escape/],
  ])('says where %j breaks', (text, message) => {
    expect(messageOf(text)).toMatch(message);
  });

  it('is JSON.parse for whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parseLenient(text, 'f')).toEqual({ value: JSON.parse(text), concessions: [] });
        expect(scanJson(text)).toEqual({ bareWords: [], error: null });
      }),
    );
  });

  it('agrees with JSON.parse on what is broken, however a text is mangled', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.string({ maxLength: 3 }), (value, at, noise) => {
        const text = JSON.stringify(value, null, 1);
        const position = at % (text.length + 1);
        const mangled = text.slice(0, position) + noise + text.slice(position + 1);
        let strict = true;
        try {
          JSON.parse(mangled);
        } catch {
          strict = false;
        }
        const { bareWords, error } = scanJson(mangled);
        expect(error === null && bareWords.length === 0).toBe(strict);
      }),
      { numRuns: 500 },
    );
  });

  it('survives deep nesting', () => {
    expect(scanJson('['.repeat(200_000)).error?.cut).toBe(true);
  });
});
