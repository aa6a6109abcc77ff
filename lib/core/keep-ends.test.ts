import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEnds } from './keep-ends';

describe('keepEnds', () => {
  it('leaves what fits as it is', () => {
    expect(keepEnds('short', 5)).toEqual({ text: 'short', leftOut: 0 });
  });

  it('keeps both ends and counts what is missing', () => {
    const { text, leftOut } = keepEnds(`begin ${'x'.repeat(1000)} end`, 200);
    expect(text).toMatch(/^begin x+\n\[… \d+ characters left out …\]\nx+ end$/);
    expect(text).toContain(`[… ${leftOut} characters left out …]`);
  });

  it('never exceeds the limit, never loses count, never halves a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.nat(300),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, maxChars, share) => {
          const cut = keepEnds(text, maxChars, share);
          expect(cut.text.length).toBeLessThanOrEqual(maxChars);
          expect(cut.text.isWellFormed()).toBe(true);
          const [, mark = ''] = /(\n\[… [\d,]+ characters left out …\]\n)/.exec(cut.text) ?? [];
          expect(cut.text.length - mark.length + cut.leftOut).toBe(text.length);
        },
      ),
    );
  });

  it('refuses a limit that is no length', () => {
    expect(() => keepEnds('x', -1)).toThrow(RangeError);
    expect(() => keepEnds('x', 1.5)).toThrow(RangeError);
  });
});
