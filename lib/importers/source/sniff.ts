import type { FileKind } from '../importer';

/** How many bytes decide what a file is. */
export const headBytes = 64 * 1024;

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface Sniffed {
  kind: FileKind;
  encoding: TextEncoding;
  /** The head as text without its byte order mark; '' for binary files. */
  headText: string;
}

/**
 * Says what a file is from its first bytes; its name decides only between forms that begin alike.
 *
 * @param head  up to {@link headBytes} bytes from the start
 * @param path  for its ending (`.jsonl`, `.pkl`)
 * @param size  of the whole file in bytes
 */
export function sniff(head: Buffer, path: string, size: number): Sniffed {
  const binary = (kind: FileKind): Sniffed => ({ kind, encoding: 'utf-8', headText: '' });
  if (size === 0) return binary('empty');
  if (startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6])) return binary('zip');
  if (startsWith(head, [0x1f, 0x8b])) return binary('gzip');

  const encoding = encodingOf(head);
  const headText = decodeHead(head, encoding);
  if (isPickle(head, path)) return { kind: 'pickle', encoding, headText: '' };
  if (headText.includes('\0')) return binary('binary');
  return { kind: textKind(headText, path, size <= head.length), encoding, headText };
}

const startsWith = (head: Buffer, magic: readonly number[]) => magic.every((byte, i) => head[i] === byte);

function encodingOf(head: Buffer): TextEncoding {
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  return 'utf-8';
}

/** A multi-byte character cut at the end of the head must not look like damage, hence `stream: true`. */
function decodeHead(head: Buffer, encoding: TextEncoding): string {
  return new TextDecoder(encoding).decode(head, { stream: true });
}

/** Protocols 2 to 5 announce themselves; 0 and 1 begin with a list or a dict and a memo entry. */
function isPickle(head: Buffer, path: string): boolean {
  if (head[0] === 0x80 && (head[1] ?? 255) <= 5) return true;
  if (/^(?:\((?:lp|dp)\d+\n|[\]}]q\0)/.test(head.subarray(0, 16).toString('latin1'))) return true;
  return /\.(?:pkl|pickle)$/i.test(path) && !/^\s*[[{]/.test(head.subarray(0, 64).toString('latin1'));
}

function textKind(text: string, path: string, complete: boolean): FileKind {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return 'text';
  if (first === '[') return 'json';
  const lines = text.split('\n');
  if (!complete) lines.pop();
  const filled = lines.filter((line) => line.trim() !== '').slice(0, 5);
  const namedLines = /\.(?:jsonl|ndjson)$/i.test(path);
  if (filled.length === 0) return namedLines ? 'jsonl' : 'json';
  // One bad line must not turn a file of lines into one broken document.
  const objects = filled.filter(isObjectLine).length;
  return objects > 0 && (namedLines || filled.length > 1) ? 'jsonl' : 'json';
}

function isObjectLine(line: string): boolean {
  if (!line.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(line.replace(/-?\b(?:NaN|Infinity)\b/g, 'null'));
    return true;
  } catch {
    return false;
  }
}
