import { type Environment, isOpenAiItself } from '@/lib/openai/service';

/** US dollars per million tokens. */
export interface Price {
  input: number;
  /** For input that the service had cached; as `input` when left out. */
  cachedInput?: number | undefined;
  output: number;
}

/**
 * OpenAI's list prices of late 2025. A model that is not listed has an unknown price, and so unknown costs; whoever
 * knows better gives the price with the question.
 */
const listPrices: Readonly<Record<string, Price>> = {
  'gpt-4o': { input: 2.5, cachedInput: 1.25, output: 10 },
  'gpt-4o-mini': { input: 0.15, cachedInput: 0.075, output: 0.6 },
  'gpt-4.1': { input: 2, cachedInput: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cachedInput: 0.1, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, cachedInput: 0.025, output: 0.4 },
  'gpt-5': { input: 1.25, cachedInput: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cachedInput: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cachedInput: 0.005, output: 0.4 },
  o3: { input: 2, cachedInput: 0.5, output: 8 },
  'o4-mini': { input: 1.1, cachedInput: 0.275, output: 4.4 },
};

/** Models with a listed price, to offer where OpenAI itself is asked. */
export const pricedModels = Object.keys(listPrices);

/** The list price of a model; null when it is not listed, or another service than OpenAI serves it. */
export function listPrice(model: string, env: Environment): Price | null {
  if (!isOpenAiItself(env)) return null;
  return Object.hasOwn(listPrices, model) ? listPrices[model]! : null;
}

/** What a number of tokens costs, in US dollars. */
export const costOf = (
  { input, cachedInput = input, output }: Price,
  tokens: { input: number; cachedInput?: number; output: number },
): number => {
  const { cachedInput: cached = 0 } = tokens;
  return ((tokens.input - cached) * input + cached * cachedInput + tokens.output * output) / 1e6;
};
