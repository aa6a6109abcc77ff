import { type Command, InvalidArgumentError } from 'commander';
import { wholeNumber } from './with-study';

/** What commands that ask a language model have in common. */
export interface ModelOptions {
  model?: string;
  budget?: number;
  budgetTokens?: number;
  price?: { input: number; output: number };
  concurrency: number;
  seed: number;
  replay?: boolean;
}

function usd(text: string): number {
  const amount = Number(text);
  if (!Number.isFinite(amount) || amount <= 0)
    throw new InvalidArgumentError('It must be an amount in US dollars, above 0.');
  return amount;
}

function pricePair(text: string): { input: number; output: number } {
  const [input, output, ...rest] = text.split('/').map(Number);
  if (input === undefined || output === undefined || rest.length > 0 || !(input >= 0) || !(output >= 0))
    throw new InvalidArgumentError('It must look like 0.4/1.6: dollars per million tokens in and out.');
  return { input, output };
}

/** Adds those options, but the model itself, which not every command requires. */
export const addModelOptions = (command: Command): Command =>
  command
    .option('--budget <usd>', 'stop before this many US dollars are spent', usd)
    .option('--budget-tokens <number>', 'stop before this many tokens are spent', wholeNumber(1))
    .option('--price <in/out>', 'US dollars per million tokens, for a model that no list knows', pricePair)
    .option('--concurrency <number>', 'questions at a time', wholeNumber(1), 4)
    .option('--seed <number>', 'seed of the draw and of the model', wholeNumber(0), 7)
    .option('--replay', 'use kept answers only; nobody is asked');

/** The options as the API takes them. */
export const toModelWork = (options: ModelOptions) => ({
  model: options.model ?? null,
  budgetUsd: options.budget ?? null,
  budgetTokens: options.budgetTokens ?? null,
  price: options.price ?? null,
  concurrency: options.concurrency,
  seed: options.seed,
  replayOnly: Boolean(options.replay),
});

/** An amount of money, or why there is none. */
export const dollars = (n: number | null): string =>
  n === null ? 'cost unknown: no price is known for this model' : `$${n.toFixed(4)}`;
