import { isAscii } from 'node:buffer';
import type { TextEncoding } from './sniff';

/**
 * Bytes as text, without a byte order mark; what is no character becomes U+FFFD.
 * Not by TextDecoder for UTF-8: its strings take two bytes a character as soon as one is not ASCII, and everything
 * after it (parsing most of all) is up to twice as slow for it.
 */
export function decodeText(bytes: Buffer, encoding: TextEncoding): string {
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(bytes);
  if (isAscii(bytes)) return bytes.toString('latin1');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
