/** How the argument of an opcode is written: so many bytes, a length and as many bytes, or so many lines. */
type Argument = { bytes: number } | { lengthBytes: 1 | 4 | 8 } | { lines: number };

const bytes = (count: number): Argument => ({ bytes: count });
const counted = (lengthBytes: 1 | 4 | 8): Argument => ({ lengthBytes });
const lines = (count: number): Argument => ({ lines: count });

/** Opcodes with an argument; all others are one byte. See CPython's Lib/pickletools.py. */
const argumentsOf: readonly [string, Argument][] = [
  ['\x80Kq\x82h', bytes(1)],
  ['M\x83', bytes(2)],
  ['Jr\x84j', bytes(4)],
  ['G\x95', bytes(8)],
  ['\x8cUC\x8a', counted(1)],
  ['XTB\x8b', counted(4)],
  ['\x8d\x8e\x96', counted(8)],
  ['ILFSVpgP', lines(1)],
  ['ci', lines(2)],
];

const argumentTable = new Array<Argument | undefined>(256).fill(undefined);
for (const [codes, argument] of argumentsOf) {
  for (const code of codes) argumentTable[code.charCodeAt(0)] = argument;
}

const [get, binGet, longBinGet] = [0x67, 0x68, 0x6a];
const puts = [0x70, 0x71, 0x72];
const [memoize, stop] = [0x94, 0x2e];

/** More are no pool, and a set holds no more than 2^24. */
const keyLimit = 4_000_000;

/**
 * The memo entries that a pickle comes back to. Python remembers every text, list and dict and recalls a few; what is
 * never recalled need not be kept, so that entries of a pool can be let go one by one.
 *
 * @returns null when it cannot be told beforehand: the pickle is malformed, numbers its memo in two ways, or recalls millions
 * @complexity O(n) time in the bytes, but a text or an array is passed in one step
 */
export function recalledMemos(data: Buffer): ReadonlySet<number> | null {
  const keys = new Set<number>();
  let numbered = false;
  let counted = false;
  for (let at = 0; at < data.length; ) {
    const code = data[at++]!;
    if (code === stop) return numbered && counted ? null : keys;
    if (code === memoize) counted = true;
    else if (puts.includes(code)) numbered = true;
    else if (code === get || code === binGet || code === longBinGet) {
      const key = recalledKey(data, code, at);
      if (key === null || keys.size >= keyLimit) return null;
      keys.add(key);
    }
    const argument = argumentTable[code];
    if (argument) at = endOfArgument(data, argument, at);
  }
  return null;
}

function recalledKey(data: Buffer, code: number, at: number): number | null {
  if (code === binGet) return data[at] ?? null;
  if (code === longBinGet) return at + 4 <= data.length ? data.readUInt32LE(at) : null;
  const end = data.indexOf(0x0a, at);
  const line = end === -1 ? '' : data.toString('latin1', at, end);
  return /^\d{1,15}$/.test(line) ? Number(line) : null;
}

/** Past the end of the data when the argument is cut. */
function endOfArgument(data: Buffer, argument: Argument, at: number): number {
  if ('bytes' in argument) return at + argument.bytes;
  if ('lengthBytes' in argument) {
    const start = at + argument.lengthBytes;
    return start > data.length ? start : start + lengthAt(data, at, argument.lengthBytes);
  }
  let end = at;
  for (let i = 0; i < argument.lines; i++) {
    const feed = data.indexOf(0x0a, end);
    if (feed === -1) return data.length;
    end = feed + 1;
  }
  return end;
}

function lengthAt(data: Buffer, at: number, size: 1 | 4 | 8): number {
  if (size === 1) return data[at]!;
  return size === 4 ? data.readUInt32LE(at) : Number(data.readBigUInt64LE(at));
}
