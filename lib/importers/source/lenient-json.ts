import { AppError } from '@/lib/core/errors';
import { scanJson } from './scan-json';

export interface LenientJson {
  value: unknown;
  /** What had to be forgiven, in words. */
  concessions: string[];
}

/**
 * Parses JSON as Python writes it: bare `NaN`, `Infinity` and `-Infinity` outside strings become null.
 *
 * @param where  the file (and line) for messages
 * @throws AppError `unreadable-file` with line, column and a short piece of the text around the error
 */
export function parseLenient(text: string, where: string): LenientJson {
  try {
    return { value: JSON.parse(text) as unknown, concessions: [] };
  } catch (cause) {
    const { bareWords, error } = scanJson(text);
    if (error) throw syntaxError(text, where, error, cause);
    if (bareWords.length === 0)
      throw new AppError('unreadable-file', `${where} is not JSON.`, { where, cause });
    return {
      value: JSON.parse(withNulls(text, bareWords)) as unknown,
      concessions: [`${bareWords.length} bare NaN or Infinity read as null`],
    };
  }
}

function withNulls(text: string, words: readonly { start: number; end: number }[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of words) {
    parts.push(text.slice(from, start), 'null');
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

function syntaxError(
  text: string,
  where: string,
  error: { position: number; reason: string; cut: boolean },
  cause: unknown,
): AppError {
  const before = text.slice(0, error.position);
  const line = before.split('\n').length;
  const column = error.position - before.lastIndexOf('\n');
  const near = text.slice(Math.max(0, error.position - 24), error.position + 16).replace(/\s+/g, ' ');
  const place = `line ${line}, column ${column}`;
  const message = error.cut
    ? `${where} is cut off in the middle (${place}): ${error.reason}, after “${near}”.`
    : `${where} is not valid JSON at ${place}: ${error.reason}, near “${near}”.`;
  const hint = error.cut ? 'Copy or download the file again; its end is missing.' : undefined;
  return new AppError('unreadable-file', message, { where, cause, ...(hint ? { hint } : {}) });
}
