/** Between the parts of an answer (gold patch, tests): a character that stands in no text of its own accord. */
const partMark = '\f';

/** The parts of an answer as one text, as tasks keep it; null without any. */
export function joinAnswer(parts: readonly (string | null | undefined)[]): string | null {
  const given = parts.flatMap((part) => (part?.trim() ? part.replaceAll(partMark, ' ') : []));
  return given.length > 0 ? given.join(`\n${partMark}\n`) : null;
}

/** The parts that {@link joinAnswer} put together. */
export const answerParts = (answer: string): string[] => answer.split(partMark);

const hunkHead = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const fileHead =
  /^(?:diff |index [\da-f]+\.\.|--- |\+\+\+ |(?:old|new) mode |new file mode |deleted file mode |similarity index |dissimilarity index |(?:rename|copy) (?:from|to) |Binary files |GIT binary patch)/;

/** Whether a text holds a unified diff. */
export const holdsDiff = (text: string): boolean => text.includes('@@ -') && /^@@ -\d/m.test(text);

/**
 * A text with its diffs brought down to the lines that they add: what a patch removes or leaves standing is known to
 * everybody who has the repository, and its headers are of no matter. Text outside of diffs stays.
 *
 * @complexity O(length)
 */
export function addedText(text: string): string {
  if (!holdsDiff(text)) return text;
  const kept: string[] = [];
  let removed = 0;
  let added = 0;
  for (const line of text.split('\n')) {
    const first = line[0];
    if (added > 0 && first === '+') {
      kept.push(line.slice(1));
      added--;
    } else if (removed > 0 && first === '-') removed--;
    // Editors strip the blank that stands for context from empty lines.
    else if ((removed > 0 || added > 0) && (first === ' ' || line === '' || line === '\r')) {
      removed--;
      added--;
    } else if (!line.startsWith('\\ No newline')) {
      const hunk = hunkHead.exec(line);
      removed = hunk ? Number(hunk[1] ?? 1) : 0;
      added = hunk ? Number(hunk[2] ?? 1) : 0;
      if (!hunk && !fileHead.test(line)) kept.push(line);
    }
  }
  return kept.join('\n');
}
