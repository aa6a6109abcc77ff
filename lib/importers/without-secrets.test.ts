import { expect, it } from 'vitest';
import { textWithoutSecrets, withoutSecrets } from './without-secrets';

it('removes values under secret keys, however deep, and keeps counts of tokens', () => {
  const config = {
    model: {
      name: 'x/y',
      api_key: 'abc',
      Authorization: 'Bearer abc',
      kwargs: { extra: [{ hf_token: 'abc' }], max_tokens: 4096 },
    },
    env: ['OPENAI_API_KEY=abc', 'HOME=/root'],
    passwords: { root: 'abc' },
    note: 'use sk-abcabcabcabcabcabcabc',
    unset_key: null,
  };
  expect(JSON.stringify(withoutSecrets(config))).not.toContain('abc');
  expect(withoutSecrets(config)).toEqual({
    model: {
      name: 'x/y',
      api_key: '[removed]',
      Authorization: '[removed]',
      kwargs: { extra: [{ hf_token: '[removed]' }], max_tokens: 4096 },
    },
    env: ['OPENAI_API_KEY=[removed]', 'HOME=/root'],
    passwords: '[removed]',
    note: 'use [removed]',
    unset_key: null,
  });
});

it('does not follow nesting without end', () => {
  let deep: unknown = 'bottom';
  for (let i = 0; i < 5000; i++) deep = [deep];
  expect(JSON.stringify(withoutSecrets(deep))).toContain('nested too deep');
});

it('takes keys out of running text, and leaves the names of errors', () => {
  const text =
    "KeyError: 'x' while AWS_SECRET_KEY=abcdefgh12, sk-proj-abcdefghijklmnop1234 and AIzaSyA1234567890abcdefghijklmnopqrstuv";
  expect(textWithoutSecrets(text)).toBe(
    "KeyError: 'x' while AWS_SECRET_KEY=[removed], [removed] and [removed]",
  );
});
