import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '@/lib/core/errors';
import { decodeText } from './decode-text';
import { parseLenient } from './lenient-json';
import { parseJsonBytes } from './parse-json-bytes';

/** What it must be the same as. */
function plainly(bytes: Buffer) {
  try {
    return parseLenient(decodeText(bytes, 'utf-8'), 'f');
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.message;
  }
}

function fast(bytes: Buffer) {
  try {
    return parseJsonBytes(bytes, 'utf-8', 'f');
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.message;
  }
}

const bytesOf = (text: string) => Buffer.from(text, 'utf8');
const anyText = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', 'é', '€', '漢', '😀', '\u0085', '\u001b'),
});
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(anyText, tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('parseJsonBytes', () => {
  it.each([
    ['plain ASCII', '{"a":"b"}'],
    ['text in many scripts', '{"é":["ü","漢字","😀",{"ключ":"значение"}]}'],
    ['a byte order mark', '\ufeff{"a":"ü"}'],
    ['escapes beside raw bytes', '{"a":"\\u00e9é","b":"\\u001b[31mrød"}'],
    ['an escaped backslash before a u', '{"a":"\\\\u00e9é"}'],
    ['bare words', '{"a":NaN,"b":"ü"}'],
    ['a key like that of the prototype', '{"ü":1,"__proto__":{"ö":"ä"}}'],
    ['numbers as keys', '{"ü":1,"2":"ö","1":"ä"}'],
    ['a broken document', '{"a":"ü", oops}'],
    ['a document that is cut', '{"a":"üü'],
  ])('reads %s as decoding first does', (_, text) => {
    const expected = plainly(bytesOf(text));
    const found = fast(bytesOf(text));
    expect(found).toEqual(expected);
    if (typeof found !== 'string') expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
  });

  it('reads whatever JSON.stringify writes, in its order', () => {
    fc.assert(
      fc.property(anyValue, fc.constantFrom(undefined, 2), (value, indent) => {
        const bytes = bytesOf(JSON.stringify(value, null, indent));
        expect(JSON.stringify(fast(bytes))).toBe(JSON.stringify(plainly(bytes)));
      }),
      { numRuns: 500 },
    );
  });

  it('replaces what is no UTF-8 just where decoding first does, however bytes are damaged', () => {
    fc.assert(
      fc.property(
        anyValue,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(0x80, 0xc3, 0xe2, 0xf0, 0xff, 0x22, 0x5c, 0x75)), {
          maxLength: 4,
        }),
        (value, damage) => {
          const bytes = bytesOf(JSON.stringify({ ü: value }));
          for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
          expect(JSON.stringify(fast(bytes))).toBe(JSON.stringify(plainly(bytes)));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('needs no stack for nesting', () => {
    const depth = 5_000;
    const { value } = parseJsonBytes(bytesOf(`${'['.repeat(depth)}"ü"${']'.repeat(depth)}`), 'utf-8', 'f');
    let inner = value;
    for (let i = 0; i < depth; i++) inner = (inner as unknown[])[0];
    expect(inner).toBe('ü');
  });
});
