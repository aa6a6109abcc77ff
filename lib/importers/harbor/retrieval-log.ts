import { isAppError } from '@/lib/core/errors';
import type { LoggedRetrieval } from '../importer';
import { asList, asName, asNumber, asObject, type JsonObject } from '../json-values';
import { memoryIdentity } from '../paper-pool/identity';
import { toMemory } from '../paper-pool/to-memory';
import { parseLenient } from '../source/lenient-json';
import { enclosedText } from '../steps/enclosed-text';

/** The agent was told to use a pool and found none. */
export const poolNotFound = (log: string): boolean => log.includes('MEMORY PATH NOT FOUND');

/**
 * The retrieval that the paper's agent prints before its chat begins: query or plan, the answer of the model that
 * reranked, if one did, then the scored entries, rewritten for the task where the agent was told to. The same text can
 * come up again inside the chat, so only what stands before it counts: the first match.
 *
 * @returns null when the log holds none, or one that is cut
 */
export function readRetrievalLog(log: string): LoggedRetrieval | null {
  const start = log.indexOf('<memory_items>');
  const items = start === -1 ? null : readItems(log.slice(start));
  if (!items) return null;
  const before = log.slice(0, start);
  const query = [
    enclosedText(before, '<retrieval_query>', '</retrieval_query>'),
    enclosedText(before, '<plan>', '</plan>'),
  ]
    .filter((found) => found !== null)
    .sort((a, b) => a.start - b.start)[0];
  const hits = items.flatMap((item, i) => {
    const hit = asObject(item);
    return hit ? [readHit(hit, i + 1)] : [];
  });
  return { query: query?.text ?? null, method: methodOf(before, items, hits), hits };
}

/**
 * The first list of entries. A memory's own text may hold the closing mark, but never at the start of a line: JSON
 * writes line breaks in strings as `\n`. So that place is tried before the mark's first occurrence.
 */
function readItems(log: string): readonly unknown[] | null {
  for (const close of ['\n</memory_items>', '</memory_items>']) {
    const found = enclosedText(log, '<memory_items>', close);
    const items = found && parsedOrNull(found.text);
    if (items) return items;
  }
  return null;
}

/** What the log shows of how the memories were chosen; its scores are cosines of their vectors and the query's. */
function methodOf(before: string, items: readonly unknown[], hits: LoggedRetrieval['hits']): string | null {
  const scored = hits.some(({ score }) => score !== null);
  const steps = [
    scored ? 'cosine' : null,
    before.includes('<rerank_response>') ? 'rerank' : null,
    items.some((item) => rewriteOf(asObject(item)) !== null) ? 'rewrite' : null,
  ].filter((step) => step !== null);
  return steps.length > 0 ? steps.join(' + ') : null;
}

/** A memory as it was rewritten for the task: that is what stood in the prompt. */
const rewriteOf = (hit: JsonObject | null): string | null =>
  asName(hit?.rewrite) ?? asName(asObject(hit?.memory)?.rewrite);

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
    text: rewriteOf(hit) ?? text,
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
