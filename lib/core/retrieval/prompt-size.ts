/** What a prompt costs is counted in tokens, of which every model has its own: of English text and code about this. */
export const charactersPerToken = 4;

/** Tokens of a text, as a rough estimate that needs no model's tokeniser. */
export const estimateTokens = (text: string): number => Math.ceil(text.length / charactersPerToken);
