import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf, positionIn } from './excerpt';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('positionIn', () => {
  it.each([
    ['a.json: line 3, column 7: expected a value', { line: 3, column: 7 }],
    ['line 12: no JSON', { line: 12, column: 1 }],
    ['a.pkl: cut off (byte 120).', { byte: 120 }],
    ['nothing in it could be used', null],
  ])('%s', (reason, position) => {
    expect(positionIn(reason)).toEqual(position);
  });
});

describe('excerptOf', () => {
  it('shows what is invisible', () => {
    expect(excerptOf(bytes('{"a":\u0000 1}\r\n'), 10, 5)).toEqual({
      from: 10,
      before: '{"a":',
      at: '␀',
      after: ' 1}␍\n',
      as: 'text',
    });
  });

  it('writes binary data in hexadecimal', () => {
    expect(excerptOf(Uint8Array.of(0x80, 0x04, 0x00, 0xff), 0, 1)).toMatchObject({
      as: 'hex',
      before: '80',
      at: '04',
      after: '00 ff',
    });
  });

  it('never fails, whatever the bytes and the offset', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (content, offset) => {
        const at = Math.min(offset, content.length);
        const { before, at: here, after } = excerptOf(content, 0, at);
        expect(`${before}${here}${after}`).not.toContain('\u0000');
      }),
    );
  });
});
