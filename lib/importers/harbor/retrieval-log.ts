import { isAppError } from '@/lib/core/errors';
import type { LoggedRetrieval } from '../importer';
import { asList, asNumber, asObject } from '../json-values';
import { memoryIdentity } from '../paper-pool/identity';
import { toMemory } from '../paper-pool/to-memory';
import { parseLenient } from '../source/lenient-json';

/** The agent was told to use a pool and found none. */
export const poolNotFound = (log: string): boolean => log.includes('MEMORY PATH NOT FOUND');

/**
 * The retrieval that the paper's agent prints before its chat begins: query, then the scored entries. The same
 * text can come up again inside the chat, so only what stands before it counts: the first match.
 *
 * @returns null when the log holds none, or one that is cut
 */
export function readRetrievalLog(log: string): LoggedRetrieval | null {
  const items = /<memory_items>\s*([\s\S]*?)\s*<\/memory_items>/.exec(log);
  if (!items) return null;
  const query = /<(retrieval_query|plan)>\s*([\s\S]*?)\s*<\/\1>/.exec(log.slice(0, items.index));
  const parsed = parsedOrNull(items[1]!);
  if (!parsed) return null;
  const hits = parsed.flatMap((item, i) => {
    const hit = asObject(item);
    return hit ? [readHit(hit, i + 1)] : [];
  });
  return { query: query?.[2] ?? null, method: null, hits };
}

function readHit(hit: Record<string, unknown>, rank: number): LoggedRetrieval['hits'][number] {
  const entry = hit.memory ?? hit;
  const memory = toMemory(entry);
  const text = memory
    ? [memory.title, memory.description, memory.content].filter(Boolean).join('\n')
    : JSON.stringify(entry);
  return {
    rank,
    score: asNumber(hit.score),
    memoryExternalId: memory ? `${memoryIdentity(memory)}#1` : null,
    text,
  };
}

function parsedOrNull(json: string): readonly unknown[] | null {
  try {
    return asList(parseLenient(json, 'memory items').value);
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
