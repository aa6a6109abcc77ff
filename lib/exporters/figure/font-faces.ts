/** A font file for some of the characters of a family, as a style sheet announces it. */
export interface FontFace {
  family: string;
  /** As in CSS: `100 900`. */
  weight: string;
  style: string;
  /** As in CSS: `U+0000-00FF, U+0131`; empty for all characters. */
  unicodeRange: string;
  address: string;
}

/** Whether a character is in a range of CSS: `U+26`, `U+0-7F`, `U+4??`, several by commas. Empty: every character. */
export function inUnicodeRange(codePoint: number, range: string): boolean {
  if (range.trim() === '') return true;
  return range.split(',').some((part) => {
    const [from = '', to] = part.trim().replace(/^U\+/i, '').split('-');
    const low = Number.parseInt(from.replaceAll('?', '0'), 16);
    const high = Number.parseInt(to ?? from.replaceAll('?', 'F'), 16);
    return codePoint >= low && codePoint <= high;
  });
}

const quoteless = (family: string): string => family.trim().replace(/^["']|["']$/g, '');

/**
 * The files that a text in some families needs, so that a drawing carries no more than it shows.
 *
 * @param families as CSS lists them: `"Inter Variable", sans-serif`
 */
export function facesFor(text: string, families: readonly string[], faces: readonly FontFace[]): FontFace[] {
  const wanted = new Set(families.flatMap((list) => list.split(',').map(quoteless)));
  const codePoints = [...new Set(text)].map((character) => character.codePointAt(0)!);
  return faces.filter(
    ({ family, style, unicodeRange }) =>
      style === 'normal' &&
      wanted.has(quoteless(family)) &&
      codePoints.some((codePoint) => inUnicodeRange(codePoint, unicodeRange)),
  );
}

/** A face as CSS that holds its own file. @param base64 the woff2 file */
export const embeddedFace = ({ family, weight, style, unicodeRange }: FontFace, base64: string): string =>
  `@font-face{font-family:"${quoteless(family)}";font-style:${style};font-weight:${weight};` +
  `src:url(data:font/woff2;base64,${base64}) format("woff2");${unicodeRange ? `unicode-range:${unicodeRange};` : ''}}`;
