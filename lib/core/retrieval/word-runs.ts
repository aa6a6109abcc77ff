/**
 * Runs of words that follow each other (shingles), as a set.
 *
 * @param text    words with one space between, as `normalText` gives them
 * @param length  words in a run; a text of fewer is one run
 * @complexity O(words · length)
 * @see Broder 1997, "On the resemblance and containment of documents"
 */
export function wordRuns(text: string, length: number): Set<string> {
  const words = text.split(' ');
  const last = Math.max(0, words.length - length);
  const runs = new Set<string>();
  for (let i = 0; i <= last; i++) runs.add(words.slice(i, i + length).join(' '));
  return runs;
}

/** Share of the runs of two texts that both have, 0 to 1. */
export function resemblance(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  const [small, large] = first.size <= second.size ? [first, second] : [second, first];
  let shared = 0;
  for (const run of small) if (large.has(run)) shared++;
  return shared / (first.size + second.size - shared);
}
