/** Words that tell nothing of what a text is about. */
const common = new Set(
  'the and for with that this from into are was were has have had not but you your can will when then than its all any use used using our their there which who what how why where should would could must may via per also only more most such each other some one two new out over after before about between because while them they been being does did doing'.split(
    ' ',
  ),
);

/** Words of three and more letters, in small letters. */
export function termsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_]{2,}/gu) ?? []).filter((word) => !common.has(word));
}

/**
 * The terms that tell each class of texts from the others, best first, by class-based TF-IDF.
 *
 *   w(t, c) = (share of c's words that are t) · ln(1 + A / f(t))
 *
 * A is the mean number of words of a class, f the frequency of t over all classes.
 *
 * @param classes  of each text; below 0: of none, and not counted
 * @returns per class up to `count` terms; none for a class without words
 * @complexity O(words)
 * @see Grootendorst 2022, arXiv:2203.05794
 */
export function classTerms(
  texts: readonly string[],
  classes: ArrayLike<number>,
  classCount: number,
  count: number,
): string[][] {
  const counts = Array.from({ length: classCount }, () => new Map<string, number>());
  const totals = new Map<string, number>();
  const words = new Float64Array(classCount);
  texts.forEach((text, i) => {
    const own = classes[i]!;
    if (own < 0) return;
    for (const term of termsOf(text)) {
      counts[own]!.set(term, (counts[own]!.get(term) ?? 0) + 1);
      totals.set(term, (totals.get(term) ?? 0) + 1);
      words[own]!++;
    }
  });
  const mean = words.reduce((sum, x) => sum + x, 0) / Math.max(1, classCount);
  return counts.map((own, c) =>
    [...own]
      .map(([term, frequency]) => ({
        term,
        weight: (frequency / words[c]!) * Math.log(1 + mean / totals.get(term)!),
      }))
      .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
      .slice(0, count)
      .map(({ term }) => term),
  );
}
