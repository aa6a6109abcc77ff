import { normalText } from './normal-text';

const prime = 0x01000193;

/** FNV-1a over the word's UTF-16 units. */
function hashOfWord(word: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), prime);
  return hash;
}

/**
 * Hashes of the runs of words that follow each other in a text: four bytes a word where the runs themselves would take a
 * hundred, so that trajectories of many thousand words can be kept. Two runs share a hash by chance once in 2³².
 *
 * @param length  words in a run; a text of fewer has none
 * @returns unsigned 32-bit numbers in ascending order, each once
 * @complexity O(words · log words)
 */
export function runHashes(text: string, length: number): Uint32Array {
  const plain = normalText(text);
  const words = plain === '' ? [] : plain.split(' ');
  const count = words.length - length + 1;
  if (count < 1) return new Uint32Array();
  const hashes = Int32Array.from(words, hashOfWord);
  const runs = new Uint32Array(count);
  for (let start = 0; start < count; start++) {
    let run = 0;
    for (let i = 0; i < length; i++) run = Math.imul(run, 31) + hashes[start + i]!;
    runs[start] = run;
  }
  return distinct(runs.sort());
}

function distinct(sorted: Uint32Array): Uint32Array {
  let kept = 0;
  for (const value of sorted) if (kept === 0 || sorted[kept - 1] !== value) sorted[kept++] = value;
  return sorted.slice(0, kept);
}

/** Those of several lists of {@link runHashes} together. */
export function joinedHashes(lists: readonly Uint32Array[]): Uint32Array {
  if (lists.length === 1) return lists[0]!;
  const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return distinct(all.sort());
}

/** Whether a sorted list holds a hash. @complexity O(log length) */
export function holdsHash(sorted: Uint32Array, hash: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < hash) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === hash;
}

/**
 * How many hashes two sorted lists have in common.
 *
 * @complexity O(n + m), or O(n · log m) where one list is much shorter
 */
export function sharedHashes(one: Uint32Array, other: Uint32Array): number {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let shared = 0;
  if (short.length * Math.log2(long.length + 1) < short.length + long.length) {
    for (const hash of short) if (holdsHash(long, hash)) shared++;
    return shared;
  }
  for (let i = 0, j = 0; i < short.length && j < long.length; ) {
    const a = short[i]!;
    const b = long[j]!;
    if (a === b) shared++;
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return shared;
}
