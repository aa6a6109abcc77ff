import { PickleRefusal } from './pickle-error';

/** Digits beyond this are no number that a log holds, and parsing them takes quadratic time. */
const digitLimit = 4000;

/** `I01` and `I00` are how protocol 0 writes booleans. */
export function parseInt0(line: string, at: number): number | boolean | bigint {
  if (line === '01') return true;
  if (line === '00') return false;
  return parseLong0(line, at);
}

export function parseLong0(line: string, at: number): number | bigint {
  const digits = line.replace(/L$/, '').trim();
  if (!/^[+-]?\d+$/.test(digits)) throw new PickleRefusal('unreadable-file', 'a number is malformed', at);
  if (digits.length > digitLimit)
    throw new PickleRefusal('limit-exceeded', 'a number has too many digits', at);
  return smallest(BigInt(digits.replace(/^\+/, '')));
}

export function parseFloat0(line: string, at: number): number {
  const text = line.trim().toLowerCase();
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(text);
  if (special) return special[2] === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new PickleRefusal('unreadable-file', 'a number is malformed', at);
  return value;
}

/** Protocol 0 text: Latin-1 with `\uXXXX` and `\UXXXXXXXX` escapes. */
export const parseUnicode0 = (line: string): string =>
  line.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (whole, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    return short ? String.fromCharCode(code) : code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** A Python 2 string as `repr` wrote it; its bytes come out as Latin-1 characters. */
export function parseString0(line: string, at: number): string {
  const match = /^\s*(['"])([\s\S]*)\1\s*$/.exec(line);
  if (!match) throw new PickleRefusal('unreadable-file', 'a string is malformed', at);
  return match[2]!.replace(
    /\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g,
    (_, hex?: string, octal?: string, char?: string) => {
      if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      return escapes[char!] ?? char!;
    },
  );
}

/** Two's complement, little-endian, any length. */
export function parseBinaryLong(bytes: Buffer, at: number): number | bigint {
  if (bytes.length === 0) return 0;
  if (bytes.length > digitLimit / 2)
    throw new PickleRefusal('limit-exceeded', 'a number has too many bytes', at);
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const negative = (bytes.at(-1)! & 0x80) !== 0;
  return smallest(negative ? unsigned - (1n << BigInt(bytes.length * 8)) : unsigned);
}

const smallest = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
