/** White space as Python's `str.split()` has it, so that scores agree with rank_bm25. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python splits at the separators U+001C to U+001F.
const WHITE_SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Lower-case words between white space; punctuation stays attached. */
export function tokenise(text: string): string[] {
  return text
    .toLowerCase()
    .split(WHITE_SPACE)
    .filter((token) => token !== '');
}

/** Texts as lists of term numbers. */
export interface TokenisedTexts {
  terms: ReadonlyMap<string, number>;
  documents: readonly Uint32Array[];
}

const known = new WeakMap<readonly string[], TokenisedTexts>();

/** Tokenises a pool's texts; kept with the list, since every arm and benchmark of an ablation asks again. */
export function tokeniseAll(texts: readonly string[]): TokenisedTexts {
  const found = known.get(texts);
  if (found) return found;
  const terms = new Map<string, number>();
  const documents = texts.map((text) =>
    Uint32Array.from(tokenise(text), (token) => {
      const term = terms.get(token) ?? terms.size;
      if (term === terms.size) terms.set(token, term);
      return term;
    }),
  );
  const result = { terms, documents };
  known.set(texts, result);
  return result;
}
