import { addTokens, noTokens, type TokenUsage } from '../token-usage';

/** Questions to language models, and what their answers took when they were asked. */
export interface Asked extends TokenUsage {
  questions: number;
  /** Of these, answered from what was kept. */
  fromCache: number;
}

export const askedNothing: Asked = { questions: 0, fromCache: 0, ...noTokens };

/** Sums; one unknown part makes the sum unknown. */
export const addAsked = (a: Asked, b: Asked): Asked => ({
  questions: a.questions + b.questions,
  fromCache: a.fromCache + b.fromCache,
  ...addTokens(a, b),
});
