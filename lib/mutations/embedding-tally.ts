import type { KeyText } from '@/lib/core/retrieval/key-text';
import type { EmbeddedPart } from '@/lib/embedders/embedder';

/** What an embedding of a study's memories has done so far. */
export interface EmbeddingTally {
  model: string;
  keyText: KeyText;
  /** Memories that had no vector. */
  total: number;
  /** Those of them that have one now. */
  embedded: number;
  /** Texts that were embedded for it; the others were known, or are shared. */
  texts: number;
  /** Memories whose text was longer than the model takes, so that its end was left out. */
  cut: number;
  /** How much of such texts the model was given, in characters: least and most; null when none was cut now. */
  cutAt: { least: number; most: number } | null;
  /** As the provider counts them; null when it does not. */
  tokens: number | null;
  /** US dollars; null when no price is known. */
  costUsd: number | null;
}

export const startTally = (model: string, keyText: KeyText, total: number): EmbeddingTally => ({
  model,
  keyText,
  total,
  embedded: 0,
  texts: 0,
  cut: 0,
  cutAt: null,
  tokens: 0,
  costUsd: 0,
});

/** Counts memories that were given a vector, and what a provider took for it. */
export function addToTally(
  tally: EmbeddingTally,
  stored: { memories: number; cut: number },
  made: EmbeddedPart | null,
): void {
  tally.embedded += stored.memories;
  tally.cut += stored.cut;
  if (!made) return;
  tally.texts += made.places.length;
  tally.tokens = tally.tokens === null || made.tokens === null ? null : tally.tokens + made.tokens;
  tally.costUsd = tally.costUsd === null || made.costUsd === null ? null : tally.costUsd + made.costUsd;
  for (const at of made.cutAt) {
    if (at === null) continue;
    const { least, most } = tally.cutAt ?? { least: at, most: at };
    tally.cutAt = { least: Math.min(least, at), most: Math.max(most, at) };
  }
}

const count = (n: number) => n.toLocaleString('en-US');
const usd = (cost: number) => `$${cost.toFixed(cost > 0 && cost < 0.1 ? 4 : 2)}`;

/** Tokens and cost, as far as they are known; nothing for a model of this machine. */
function taken({ tokens, costUsd }: EmbeddingTally): string[] {
  return [tokens ? `${count(tokens)} tokens` : '', costUsd ? usd(costUsd) : ''].filter(Boolean);
}

/** How far the work is, in one line. */
export const progressLine = (tally: EmbeddingTally, more?: string): string =>
  [
    `Embedding memories: ${count(tally.embedded)} of ${count(tally.total)}`,
    ...taken(tally),
    ...(more ? [more] : []),
  ].join(' · ');

/** What was done, in sentences. */
export function resultLine(tally: EmbeddingTally): string {
  const { embedded, texts, cut, cutAt } = tally;
  if (embedded === 0) return 'Every memory has a vector already';
  const known = embedded - texts;
  const from =
    known > 0 ? `, ${count(known)} of them from texts that were embedded before or are shared` : '';
  const at = !cutAt
    ? 'at the limit of the model'
    : cutAt.least === cutAt.most
      ? `at ${count(cutAt.most)} characters`
      : `at ${count(cutAt.least)} to ${count(cutAt.most)} characters`;
  const wereCut = cut > 0 ? `${count(cut)} ${cut === 1 ? 'text was' : 'texts were'} cut ${at}` : '';
  return [`${count(embedded)} memories embedded${from}`, wereCut, ...taken(tally)].filter(Boolean).join('; ');
}
