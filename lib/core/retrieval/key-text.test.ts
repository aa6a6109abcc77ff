import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyTextOf, keyTexts } from './key-text';

const memory = {
  keyText: 'repair the parser',
  title: 'Read the grammar first',
  description: 'When a parser fails on one input.',
  content: '1. Open the grammar.\n2. Follow the failing rule.',
};

describe('the text that stands for a memory', () => {
  it('is its key, its title and description, or all it says', () => {
    expect(keyTextOf(memory, 'key')).toBe('repair the parser');
    expect(keyTextOf(memory, 'title-description')).toBe(
      'Read the grammar first\n\nWhen a parser fails on one input.',
    );
    expect(keyTextOf(memory, 'full-text')).toBe(
      'Read the grammar first\n\nWhen a parser fails on one input.\n\n1. Open the grammar.\n2. Follow the failing rule.',
    );
  });

  it('says once what a title repeats of the text below it', () => {
    const repeated = { ...memory, title: 'Repair it', description: 'Repair it\nand test it' };
    expect(keyTextOf(repeated, 'title-description')).toBe('Repair it\nand test it');
    expect(keyTextOf({ ...memory, title: 'same', description: 'same' }, 'title-description')).toBe('same');
  });

  it('is the key of a memory without the parts asked for', () => {
    const bare = { ...memory, title: ' ', description: '', content: '' };
    for (const wanted of keyTexts) expect(keyTextOf(bare, wanted)).toBe('repair the parser');
  });

  it('loses no word of what was asked for', () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(text, text, text, (title, description, content) => {
        const found = keyTextOf({ keyText: 'k', title, description, content }, 'full-text');
        for (const part of [title, description, content]) expect(found).toContain(part.trim());
      }),
    );
  });
});
