const titleLength = 120;

/** The first line that holds something, cut to the length of a title. */
export function firstLine(text: string): string {
  const line = /\S[^\n]*/.exec(text)?.[0].trimEnd() ?? '';
  return line.length > titleLength ? `${line.slice(0, titleLength - 1)}…` : line;
}
