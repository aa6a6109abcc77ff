import type { FileKind } from '../importer';
import { compressionOf } from './compression-of';

/** How many bytes decide what a file is. */
export const headBytes = 64 * 1024;

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface Sniffed {
  kind: FileKind;
  encoding: TextEncoding;
}

/**
 * Says what a file is from its first bytes; its name decides only between forms that begin alike.
 *
 * @param head  up to {@link headBytes} bytes from the start
 * @param path  for its ending (`.jsonl`, `.pkl`)
 * @param size  of the whole file in bytes
 */
export function sniff(head: Buffer, path: string, size: number): Sniffed {
  const binary = (kind: FileKind): Sniffed => ({ kind, encoding: 'utf-8' });
  if (size === 0) return binary('empty');
  if (startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6])) return binary('zip');
  if (startsWith(head, [0x1f, 0x8b])) return binary('gzip');
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31])) return binary('parquet');

  if (compressionOf(head)) return binary('binary');

  const encoding = encodingOf(head);
  if (isPickle(head, path)) return { kind: 'pickle', encoding };
  // What decides is ASCII, so bytes of UTF-8 need not be decoded to be looked at.
  const text = encoding === 'utf-8' ? withoutMark(head).toString('latin1') : decodeHead(head, encoding);
  if (text.includes('\0')) return binary('binary');
  return { kind: textKind(text, path, size <= head.length), encoding };
}

const withoutMark = (head: Buffer) => (startsWith(head, [0xef, 0xbb, 0xbf]) ? head.subarray(3) : head);

const startsWith = (head: Buffer, magic: readonly number[]) => magic.every((byte, i) => head[i] === byte);

function encodingOf(head: Buffer): TextEncoding {
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  return 'utf-8';
}

/** The head as text without its byte order mark. A multi-byte character cut at the end of the head must not look like damage, hence `stream: true`. */
export function decodeHead(head: Buffer, encoding: TextEncoding): string {
  return new TextDecoder(encoding).decode(head, { stream: true });
}

/** Protocols 2 to 5 announce themselves; 0 and 1 begin with a list or a dict and a memo entry. */
function isPickle(head: Buffer, path: string): boolean {
  if (head[0] === 0x80 && (head[1] ?? 255) <= 5) return true;
  if (/^(?:\((?:lp|dp)\d+\n|[\]}]q\0)/.test(head.subarray(0, 16).toString('latin1'))) return true;
  return /\.(?:pkl|pickle)$/i.test(path) && !/^\s*[[{]/.test(head.subarray(0, 64).toString('latin1'));
}

function textKind(text: string, path: string, complete: boolean): FileKind {
  const start = text.search(/\S/);
  if (text[start] !== '{' && text[start] !== '[') return 'text';
  if (text[start] === '[') return 'json';
  const namedLines = /\.(?:jsonl|ndjson)$/i.test(path);
  const lines = filledLines(text, start, complete, 5);
  if (lines.length === 0) return namedLines ? 'jsonl' : 'json';
  if (lines.length === 1 && !namedLines) return 'json';
  // One bad line must not turn a file of lines into one broken document.
  return lines.some(isObjectLine) ? 'jsonl' : 'json';
}

/** The first lines that hold something; the last one only when nothing can follow it. */
function filledLines(text: string, start: number, complete: boolean, count: number): string[] {
  const lines: string[] = [];
  for (let from = start; from < text.length && lines.length < count; ) {
    const end = text.indexOf('\n', from);
    if (end === -1 && !complete) break;
    const line = text.slice(from, end === -1 ? text.length : end).trim();
    if (line !== '') lines.push(line);
    if (end === -1) break;
    from = end + 1;
  }
  return lines;
}

function isObjectLine(line: string): boolean {
  if (!line.startsWith('{') || !line.endsWith('}')) return false;
  try {
    JSON.parse(line.replace(/-?\b(?:NaN|Infinity)\b/g, 'null'));
    return true;
  } catch {
    return false;
  }
}
