/** A piece of a file around a position, ready to be shown: what is invisible has a picture. */
export interface Excerpt {
  /** Byte at which the piece begins. */
  from: number;
  before: string;
  /** What the position points at: one character or byte; '' at the end of the file. */
  at: string;
  after: string;
  /** How bytes are written: as text, or two hexadecimal digits each. */
  as: 'text' | 'hex';
}

/** A position as reasons state it; null when they state none. */
export type Position = { byte: number } | { line: number; column: number } | null;

/** Finds the position in a reason: `line 3, column 7`, `line 3`, `byte 120`. */
export function positionIn(reason: string): Position {
  const line = /\bline (\d+)(?:, column (\d+))?/.exec(reason);
  if (line) return { line: Number(line[1]), column: Number(line[2] ?? 1) };
  const byte = /\bbyte (\d+)\b/.exec(reason);
  return byte ? { byte: Number(byte[1]) } : null;
}

/**
 * Bytes as text around an offset. Control characters become their Unicode pictures, bytes that are no UTF-8 become `�`;
 * a piece that holds many of either is written in hexadecimal instead. Linear in the piece.
 *
 * @param bytes a piece of a file
 * @param from  the byte of the file at which the piece begins
 * @param at    offset of interest within the piece, 0 to its length
 */
export function excerptOf(bytes: Uint8Array, from: number, at: number): Excerpt {
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (isBinary(bytes)) {
    const hex = (part: Uint8Array) =>
      Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return { from, before: hex(head), at: hex(tail.subarray(0, 1)), after: hex(tail.subarray(1)), as: 'hex' };
  }
  const decoder = new TextDecoder('utf-8');
  const rest = [...decoder.decode(tail)];
  return {
    from,
    before: visible(decoder.decode(head)),
    at: visible(rest[0] ?? ''),
    after: visible(rest.slice(1).join('')),
    as: 'text',
  };
}

function isBinary(bytes: Uint8Array): boolean {
  let odd = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32) || byte === 127) odd++;
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.split('\ufffd').length - 1;
  return (odd + broken) * 8 > bytes.length;
}

/** Control characters as pictures; a line end keeps its line end behind the picture. */
const visible = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is made visible
  text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, (char) =>
    char === '\u007f' ? '␡' : String.fromCodePoint(0x2400 + char.codePointAt(0)!),
  );
