import { bm25 } from './bm25';
import { cosine } from './cosine';
import { domainBalanced } from './domain-balanced';
import { hybridRanks } from './hybrid-ranks';
import { hybridScores } from './hybrid-scores';
import { marginalRelevance } from './marginal-relevance';
import type { RetrievalMethod } from './method';
import { oracle } from './oracle';
import { random } from './random';

/** Every retrieval method. To add one: a file beside this and a line here. */
export const retrievalMethods = {
  cosine,
  bm25,
  'hybrid-ranks': hybridRanks,
  'hybrid-scores': hybridScores,
  'marginal-relevance': marginalRelevance,
  'domain-balanced': domainBalanced,
  random,
  oracle,
} satisfies Record<string, RetrievalMethod>;

export type MethodId = keyof typeof retrievalMethods;

export const methodIds = Object.keys(retrievalMethods) as [MethodId, ...MethodId[]];
