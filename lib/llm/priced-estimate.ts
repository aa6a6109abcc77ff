import { costOf, listPrice, type Price } from './prices';

/** Questions to a model, and the tokens that they are expected to take. */
export interface ExpectedQuestions {
  /** Those whose answers are kept cost nothing, which is not taken into account. */
  questions: number;
  inputTokens: number;
  outputTokens: number;
}

/** What they are expected to cost. */
export interface PricedEstimate extends ExpectedQuestions {
  /** Null when the price of the model is not known. */
  costUsd: number | null;
  price: Price | null;
}

/** Adds what questions would cost: at the given price, else at the model's list price here; nothing where nobody is asked. */
export function pricedEstimate(
  { model, price: given }: { model: string | null; price: Price | null },
  { questions, inputTokens, outputTokens }: ExpectedQuestions,
): PricedEstimate {
  const price = given ?? (model === null ? null : listPrice(model, process.env));
  const costUsd = questions === 0 ? 0 : price && costOf(price, { input: inputTokens, output: outputTokens });
  return { questions, inputTokens, outputTokens, costUsd, price };
}
