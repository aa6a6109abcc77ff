/** Every model counts tokens of its own: of English text and code, about this many characters are one. */
const charactersPerToken = 4;

/** Tokens of so many characters of text, roughly: an estimate, never a count. */
export const estimateTokens = (characters: number): number => Math.ceil(characters / charactersPerToken);
