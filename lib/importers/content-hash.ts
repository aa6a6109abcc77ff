import { hash } from 'node:crypto';

/** SHA-256 in hex of a text, or of a value's JSON: an identity for things that carry none of their own. */
export function contentHash(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return hash('sha256', text ?? 'undefined');
}
