import { bm25 } from './bm25';
import { cosine } from './cosine';
import type { RetrievalMethod } from './method';
import { random } from './random';

/** Every retrieval method. To add one: a file beside this and a line here. */
export const retrievalMethods = {
  cosine,
  bm25,
  random,
} satisfies Record<string, RetrievalMethod>;

export type MethodId = keyof typeof retrievalMethods;

export const methodIds = Object.keys(retrievalMethods) as [MethodId, ...MethodId[]];
