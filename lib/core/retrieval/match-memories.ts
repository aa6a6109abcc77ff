import { normalText, withoutLabels } from './normal-text';
import { resemblance, wordRuns } from './word-runs';

/** A memory as pools hold it, with every text that agents are known to be shown of it. */
export interface MatchableMemory {
  title: string;
  description: string;
  content: string;
  sourceTaskText: string | null;
}

export interface MemoryMatch {
  /** Index into `memories`. */
  memory: number;
  match: 'exact' | 'near';
  /** 1 for exact matches, else the Jaccard similarity of word triples, from `threshold` to 1. */
  similarity: number;
}

export interface MatchInput {
  memories: readonly MatchableMemory[];
  /** What stood in prompts. */
  texts: readonly string[];
  /** From 0 to 1; less similar texts stay unmatched. */
  threshold?: number;
}

/** Half of all word triples shared: enough to survive cuts and rewording, far above what two memories share by chance. */
export const nearDuplicateThreshold = 0.5;

/** As many memories as share most word triples with a text are compared with it in full. */
const compared = 8;

const wordsPerShingle = 3;

/**
 * Finds the memory that each logged text was: first by the same text (case, white space, headings and the order in
 * which a prompt shows its fields aside), then as a near-duplicate by Jaccard similarity of word triples (Broder 1997,
 * "On the resemblance and containment of documents"). The first of several equally good memories wins.
 *
 * @returns one entry per text, null where no memory comes near; O(words of memories and texts + shared triples)
 * @throws RangeError when `threshold` is not above 0 and at most 1
 */
export function matchMemories({
  memories,
  texts,
  threshold = nearDuplicateThreshold,
}: MatchInput): (MemoryMatch | null)[] {
  if (!(threshold > 0 && threshold <= 1)) throw new RangeError('threshold must be above 0 and at most 1');
  const versions = memories.map(versionsOf);
  const exact = new Map<string, number>();
  for (const [memory, all] of versions.entries())
    for (const text of all) if (!exact.has(text)) exact.set(text, memory);

  let index: ShingleIndex | null = null;
  return texts.map((given) => {
    const text = normalText(withoutLabels(given));
    if (text === '') return null;
    const same = exact.get(text);
    if (same !== undefined) return { memory: same, match: 'exact', similarity: 1 };
    index ??= new ShingleIndex(versions);
    const near = index.nearest(text);
    return near && near.similarity >= threshold ? { ...near, match: 'near' } : null;
  });
}

/** The texts under which a memory can stand in a prompt, the fullest first. */
function versionsOf({ title, description, content, sourceTaskText }: MatchableMemory): string[] {
  const versions = [
    [title, description, content],
    [title, content],
    [sourceTaskText ?? title, content],
    [content],
  ].map((fields) => normalText(withoutLabels(fields.filter(Boolean).join('\n'))));
  return [...new Set(versions)].filter((text) => text !== '');
}

const shinglesOf = (text: string) => wordRuns(text, wordsPerShingle);

/** Which memories hold which word triples. */
class ShingleIndex {
  readonly #versions: readonly (readonly string[])[];
  readonly #holders = new Map<string, number[]>();
  readonly #shared: Int32Array;

  constructor(versions: readonly (readonly string[])[]) {
    this.#versions = versions;
    this.#shared = new Int32Array(versions.length);
    for (const [memory, all] of versions.entries()) {
      for (const shingle of new Set(all.flatMap((text) => [...shinglesOf(text)]))) {
        const holders = this.#holders.get(shingle);
        if (holders) holders.push(memory);
        else this.#holders.set(shingle, [memory]);
      }
    }
  }

  nearest(text: string): { memory: number; similarity: number } | null {
    const shingles = shinglesOf(text);
    const touched: number[] = [];
    for (const shingle of shingles) {
      for (const memory of this.#holders.get(shingle) ?? []) {
        if (this.#shared[memory]!++ === 0) touched.push(memory);
      }
    }
    const candidates = touched
      .map((memory) => ({ memory, shared: this.#shared[memory]! }))
      .sort((a, b) => b.shared - a.shared || a.memory - b.memory)
      .slice(0, compared);
    for (const memory of touched) this.#shared[memory] = 0;

    let best: { memory: number; similarity: number } | null = null;
    for (const { memory } of candidates) {
      for (const version of this.#versions[memory]!) {
        const similarity = resemblance(shingles, shinglesOf(version));
        if (!best || similarity > best.similarity) best = { memory, similarity };
      }
    }
    return best;
  }
}
