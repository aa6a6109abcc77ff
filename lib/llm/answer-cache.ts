import { createHash } from 'node:crypto';
import type { CompletionRequest } from './completion';
import type { Usage } from './usage';

/** An answer that was good enough to keep. */
export interface CachedAnswer {
  /** The model's words, as they were validated. */
  text: string;
  /** What it took when it was asked. */
  usage: Usage;
  repaired: boolean;
}

export interface CacheEntry extends CachedAnswer {
  key: string;
  model: string;
  promptId: string;
  promptVersion: number;
}

/** Where answers are kept. The database's is `databaseAnswerCache`. */
export interface AnswerCache {
  get(key: string): Promise<CachedAnswer | null>;
  put(entry: CacheEntry): Promise<void>;
}

/**
 * The content hash of everything that decides an answer. The service's address is left out, so that a run can be
 * replayed where there is none: two services that give one name to different models need stores of their own.
 */
export function answerKey({
  model,
  messages,
  schema,
  temperature,
  seed,
  maxOutputTokens,
}: CompletionRequest): string {
  const said = messages.map(({ role, content }) => [role, content]);
  const parts = [model, said, schema, temperature, seed, maxOutputTokens];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
