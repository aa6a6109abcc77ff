/** A text with its middle taken out where it was too long. */
export interface Cut {
  text: string;
  /** Characters that were taken out; 0 when the text is whole. */
  leftOut: number;
}

/** What stands where something was taken out. */
const markFor = (leftOut: number) => `\n[… ${leftOut.toLocaleString('en-US')} characters left out …]\n`;
/** No mark is longer than this, so that a cut text can be held to its limit. */
const markRoom = markFor(Number.MAX_SAFE_INTEGER).length;

/**
 * Cuts a text to a length, keeping its beginning and its end and saying what is missing. Characters are never cut in
 * half. A limit that has no room for the mark keeps the beginning alone.
 *
 * @param maxChars the result is never longer; integer ≥ 0
 * @param headShare the part of what is kept that comes from the beginning, 0 to 1
 * @throws RangeError when `maxChars` is not a whole number of at least 0
 */
export function keepEnds(text: string, maxChars: number, headShare = 0.4): Cut {
  if (!Number.isInteger(maxChars) || maxChars < 0)
    throw new RangeError(`maxChars must be a whole number of at least 0, got ${maxChars}`);
  if (text.length <= maxChars) return { text, leftOut: 0 };
  const room = maxChars - markRoom;
  if (room <= 0) {
    const head = withoutHalf(text.slice(0, maxChars));
    return { text: head, leftOut: text.length - head.length };
  }
  const head = withoutHalf(text.slice(0, Math.round(room * headShare)));
  const tail = text
    .slice(text.length - (room - Math.round(room * headShare)))
    .replace(/^[\uDC00-\uDFFF]/, '');
  const leftOut = text.length - head.length - tail.length;
  return { text: head + markFor(leftOut) + tail, leftOut };
}

/** Without the first half of a character whose second half was cut off. */
const withoutHalf = (text: string) => text.replace(/[\uD800-\uDBFF]$/, '');
