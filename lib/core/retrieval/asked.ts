/** Questions to language models, and what their answers took when they were asked. */
export interface Asked {
  questions: number;
  /** Of these, answered from what was kept. */
  fromCache: number;
  /** Null where the service did not count, or no price is known. */
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
}

export const askedNothing: Asked = {
  questions: 0,
  fromCache: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
};

const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);

/** Sums; one unknown part makes the sum unknown. */
export const addAsked = (a: Asked, b: Asked): Asked => ({
  questions: a.questions + b.questions,
  fromCache: a.fromCache + b.fromCache,
  inputTokens: plus(a.inputTokens, b.inputTokens),
  outputTokens: plus(a.outputTokens, b.outputTokens),
  costUsd: plus(a.costUsd, b.costUsd),
});
