import type { Db } from '@/db/client';
import { estimateTokens } from '@/lib/core/estimate-tokens';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import { embedderFor } from '@/lib/embedders';
import { hashText, keptHashes, slices } from '@/lib/mutations/kept-vectors';
import { missingMemories, textsOf } from './texts-to-embed';

const groupMemories = 1_000;

export interface EmbeddingEstimate {
  model: string;
  keyText: KeyText;
  /** Memories without such a vector. */
  memories: number;
  /** Texts that would be embedded: each once, and none that was embedded before. */
  texts: number;
  /** Texts among them that are longer than `maxChars`, where they are cut; the model may cut earlier. */
  longTexts: number;
  maxChars: number;
  /** At four characters a token; a model counts its own. */
  tokens: number;
  /** US dollars; null when no price is known. */
  costUsd: number | null;
  usdPerMillion: number | null;
  /** Where the texts would be sent; null when they stay on this machine. */
  host: string | null;
}

/**
 * What embedding the study's memories would take, before it is started. Sends nothing.
 *
 * @throws AppError when the model cannot be used here
 */
export async function estimateEmbedding(
  db: Db,
  studyId: string,
  { model, keyText }: { model: string; keyText: KeyText },
): Promise<EmbeddingEstimate> {
  const { maxChars, usdPerMillion, host } = embedderFor(model);
  const ids = await missingMemories(db, studyId, model, keyText);
  const seen = new Set<string>();
  let [texts, longTexts, tokens] = [0, 0, 0];
  for (const group of slices(ids, groupMemories)) {
    const lengths = new Map<string, number>();
    for (const text of (await textsOf(db, group, keyText)).keys()) lengths.set(hashText(text), text.length);
    const kept = await keptHashes(db, model, [...lengths.keys()]);
    for (const [hash, length] of lengths) {
      if (kept.has(hash) || seen.has(hash)) continue;
      seen.add(hash);
      texts++;
      if (length > maxChars) longTexts++;
      tokens += estimateTokens(Math.min(length, maxChars));
    }
  }
  const costUsd = texts === 0 ? 0 : usdPerMillion === null ? null : (tokens * usdPerMillion) / 1e6;
  return {
    model,
    keyText,
    memories: ids.length,
    texts,
    longTexts,
    maxChars,
    tokens,
    costUsd,
    usdPerMillion,
    host,
  };
}
