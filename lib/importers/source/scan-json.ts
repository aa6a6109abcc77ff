/** What a walk over a JSON text found, without building any of it. */
export interface JsonScan {
  /** Bare NaN, Infinity and -Infinity, as Python writes them. */
  bareWords: { start: number; end: number }[];
  error: { position: number; reason: string; cut: boolean } | null;
}

type Expecting = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end';

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /true|false|null/y;
const barePattern = /-?Infinity|NaN/y;

/**
 * Finds the first error of a JSON text, and the bare words that only Python accepts.
 * Called after `JSON.parse` refused, whose messages do not always give a position.
 *
 * @complexity O(n) time; the stack is a string of brackets, so no depth of nesting overflows it
 */
export function scanJson(text: string): JsonScan {
  const bareWords: JsonScan['bareWords'] = [];
  const open: string[] = [];
  let expecting: Expecting = 'value';
  let at = 0;
  const fail = (position: number, reason: string): JsonScan => ({
    bareWords,
    error: { position, reason, cut: position >= text.length },
  });
  const afterValue = (): Expecting => (open.length === 0 ? 'end' : 'comma');

  for (;;) {
    at = skipSpace(text, at);
    if (at >= text.length) {
      if (expecting === 'end') return { bareWords, error: null };
      return fail(text.length, `it ends where a ${expecting} was due, ${open.length} levels deep`);
    }
    const char = text[at]!;
    if (expecting === 'end') return fail(at, 'more text follows the end of the document');
    if (expecting === 'colon') {
      if (char !== ':') return fail(at, 'expected a colon');
      expecting = 'value';
      at++;
    } else if (expecting === 'comma') {
      const inObject = open.at(-1) === '{';
      if (char === ',') expecting = inObject ? 'key' : 'value';
      else if (char === (inObject ? '}' : ']')) {
        open.pop();
        expecting = afterValue();
      } else return fail(at, `expected a comma or ${inObject ? '}' : ']'}`);
      at++;
    } else if (expecting === 'key' || expecting === 'key or }') {
      if (char === '}' && expecting === 'key or }') {
        open.pop();
        expecting = afterValue();
        at++;
      } else if (char === '"') {
        const end = stringEnd(text, at);
        if (end.reason) return fail(end.at, end.reason);
        at = end.at;
        expecting = 'colon';
      } else return fail(at, 'expected a key in quotes');
    } else if (char === '{' || char === '[') {
      open.push(char);
      expecting = char === '{' ? 'key or }' : 'value or ]';
      at++;
    } else if (char === ']' && expecting === 'value or ]') {
      open.pop();
      expecting = afterValue();
      at++;
    } else if (char === '"') {
      const end = stringEnd(text, at);
      if (end.reason) return fail(end.at, end.reason);
      at = end.at;
      expecting = afterValue();
    } else {
      const bare = matchAt(barePattern, text, at);
      const end = bare ?? matchAt(wordPattern, text, at) ?? matchAt(numberPattern, text, at);
      if (end === null) {
        const tail = text.slice(at);
        const cut =
          tail.length < 9 &&
          ['true', 'false', 'null', 'NaN', '-Infinity', 'Infinity'].some((w) => w.startsWith(tail));
        return fail(cut ? text.length : at, 'expected a value');
      }
      if (bare !== null) bareWords.push({ start: at, end: bare });
      at = end;
      expecting = afterValue();
    }
  }
}

function matchAt(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \n\r\t'.includes(text[at]!)) at++;
  return at;
}

/** Where a string that starts with the quote at `from` ends, or what is wrong inside it. */
function stringEnd(text: string, from: number): { at: number; reason: string | null } {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { at: at + 1, reason: null };
    if (code < 0x20) return { at, reason: 'a control character inside a string' };
    if (code !== 0x5c) continue;
    const escaped = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6));
    if (!escaped) {
      const cut = at + 6 > text.length;
      return { at: cut ? text.length : at, reason: 'a wrong escape inside a string' };
    }
    at += escaped[0].length;
  }
  return { at: text.length, reason: 'it ends inside a string' };
}
