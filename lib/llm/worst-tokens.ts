const encoder = new TextEncoder();

/** Room for the roles and marks around a message. */
const perMessage = 8;

/**
 * More tokens than a question is likely to have: two bytes each. What is set aside for a request must not turn out too
 * little, and logs full of symbols or of other scripts take more tokens than prose.
 */
export const worstTokens = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + perMessage + Math.ceil(encoder.encode(text).length / 2), 0);
