import { build, nameFromStack, reduce, refuseObject } from './call';
import { PickleRefusal } from './pickle-error';
import { type ItemSink, PickleStack } from './pickle-stack';
import {
  parseBinaryLong,
  parseFloat0,
  parseInt0,
  parseLong0,
  parseString0,
  parseUnicode0,
} from './text-opcodes';
import { Opaque, PickleSet, PickleTuple, type PickleValue } from './values';

export interface PickleResult {
  /** Without the items that were handed to the sink. */
  value: PickleValue;
  /** Bytes that follow the end of the pickle. */
  trailingBytes: number;
}

const stop = 0x2e;
const binFloat = 0x47;
const appends = 0x65;
const newestProtocol = 5;
/** The engine cannot hold a longer string, whatever memory there is. */
const stringLimit = 0x1fffffe8;

/**
 * Reads a Python pickle of protocol 0 to 5 without running any of it.
 *
 * A stack machine over a closed list of constructors that build plain data. Any other name becomes an inert marker, and
 * calling, building or extending through one is refused, as are persistent ids, extension codes and out-of-band
 * buffers. Loops only, so nesting of any depth is read; each opcode takes at least a byte, lengths are
 * checked before anything is made, and copies are charged, so memory stays in proportion to the file.
 *
 * @param sink  takes the items of the outermost list one by one instead, so that each can be let go before the next;
 *   they count only if `value` comes out as a list
 * @throws PickleRefusal `forbidden` (it wants to run something), `unreadable-file` (cut, malformed), `limit-exceeded`
 * @complexity O(n) time in the bytes of the file
 * @see PEP 307, PEP 3154, PEP 574 and CPython's Lib/pickletools.py for the opcodes
 */
export function readPickle(bytes: Buffer, sink: ItemSink | null = null): PickleResult {
  const stack = new PickleStack(bytes, sink);
  const { cursor } = stack;
  if (cursor.left === 0) throw stack.malformed('it is empty');
  for (;;) {
    if (cursor.left === 0) throw stack.malformed('it is cut off: it ends before its STOP');
    const code = cursor.u8();
    if (code === stop) return { value: stack.pop(), trailingBytes: cursor.left };
    const run = opcodes[code];
    if (!run) throw stack.malformed(`0x${code.toString(16).padStart(2, '0')} is no pickle opcode`);
    run(stack);
  }
}

type Run = (s: PickleStack) => void;

const framing: [number, Run][] = [
  [0x80, checkProtocol],
  [0x95, checkFrame],
];

const numbers: [number, Run][] = [
  [0x4e, (s) => s.push(null)],
  [0x88, (s) => s.push(true)],
  [0x89, (s) => s.push(false)],
  [0x4a, (s) => s.push(s.cursor.i32())],
  [0x4b, (s) => s.push(s.cursor.u8())],
  [0x4d, (s) => s.push(s.cursor.u16())],
  [binFloat, pushFloats],
  [0x8a, (s) => s.push(parseBinaryLong(s.cursor.take(s.cursor.u8()), s.cursor.at))],
  [0x8b, (s) => s.push(parseBinaryLong(s.cursor.take(signedLength(s)), s.cursor.at))],
  [0x49, (s) => s.push(parseInt0(s.cursor.line(), s.cursor.at))],
  [0x4c, (s) => s.push(parseLong0(s.cursor.line(), s.cursor.at))],
  [0x46, (s) => s.push(parseFloat0(s.cursor.line(), s.cursor.at))],
];

const textAndBytes: [number, Run][] = [
  [0x8c, (s) => s.push(s.cursor.text(s.cursor.u8(), 'utf8'))],
  [0x58, (s) => s.push(utf8(s, s.cursor.u32()))],
  [0x8d, (s) => s.push(utf8(s, s.cursor.u64()))],
  [0x56, (s) => s.push(parseUnicode0(s.cursor.line()))],
  [0x53, (s) => s.push(parseString0(s.cursor.line(), s.cursor.at))],
  [0x54, (s) => s.push(s.cursor.text(signedLength(s), 'latin1'))],
  [0x55, (s) => s.push(s.cursor.text(s.cursor.u8(), 'latin1'))],
  [0x43, (s) => s.push(s.cursor.take(s.cursor.u8()))],
  [0x42, (s) => s.push(s.cursor.take(s.cursor.u32()))],
  [0x8e, (s) => s.push(s.cursor.take(s.cursor.u64()))],
  [0x96, (s) => s.push(s.cursor.take(s.cursor.u64()))],
];

const collections: [number, Run][] = [
  [0x5d, (s) => s.pushContainer([])],
  [0x7d, (s) => s.pushContainer(new Map())],
  [0x29, (s) => s.pushContainer(new PickleTuple([]))],
  [0x8f, (s) => s.pushContainer(new PickleSet([]))],
  [0x28, (s) => s.mark()],
  [0x6c, (s) => s.pushContainer(s.sinceMark())],
  [0x74, (s) => s.pushContainer(new PickleTuple(s.sinceMark()))],
  [0x64, (s) => s.pushContainer(s.fillDict(new Map(), s.sinceMark()))],
  [0x91, (s) => s.pushContainer(new PickleSet(s.sinceMark()))],
  [0x85, (s) => s.tuple(1)],
  [0x86, (s) => s.tuple(2)],
  [0x87, (s) => s.tuple(3)],
  [0x61, (s) => s.append(s.popMany(1))],
  [0x65, (s) => s.append(s.sinceMark())],
  [0x73, (s) => s.setOnDict(s.popMany(2))],
  [0x75, (s) => s.setOnDict(s.sinceMark())],
  [0x90, (s) => s.addToSet(s.sinceMark())],
];

const stackAndMemo: [number, Run][] = [
  [0x30, (s) => s.discard()],
  [0x31, (s) => void s.sinceMark()],
  [0x32, (s) => s.push(s.top())],
  [0x70, (s) => s.remember(memoKey(s))],
  [0x71, (s) => s.remember(s.cursor.u8())],
  [0x72, (s) => s.remember(s.cursor.u32())],
  [0x94, (s) => s.rememberNext()],
  [0x67, (s) => s.recall(memoKey(s))],
  [0x68, (s) => s.recall(s.cursor.u8())],
  [0x6a, (s) => s.recall(s.cursor.u32())],
];

const names: [number, Run][] = [
  [0x63, (s) => s.push(new Opaque(s.cursor.line(), s.cursor.line()))],
  [0x93, nameFromStack],
  [0x52, reduce],
  [0x62, build],
];

const refused: [number, Run][] = [
  [0x69, (s) => refuse(s, `it wants to make an object of ${s.cursor.line()}.${s.cursor.line()}`)],
  [0x6f, (s) => refuse(s, 'it wants to make an object of a class')],
  [0x81, (s) => refuseObject(s, 1)],
  [0x92, (s) => refuseObject(s, 2)],
  [0x50, (s) => refuse(s, 'it refers to data outside itself (a persistent id)')],
  [0x51, (s) => refuse(s, 'it refers to data outside itself (a persistent id)')],
  [0x82, (s) => refuse(s, 'it uses a registered extension code')],
  [0x83, (s) => refuse(s, 'it uses a registered extension code')],
  [0x84, (s) => refuse(s, 'it uses a registered extension code')],
  [0x97, (s) => refuse(s, 'its data lie in a buffer outside of it')],
  [0x98, (s) => refuse(s, 'its data lie in a buffer outside of it')],
];

/** By opcode; a pool of 5,000 memories passes here fifteen million times. */
const opcodes: readonly (Run | undefined)[] = tableOf(
  [framing, numbers, textAndBytes, collections, stackAndMemo, names, refused].flat(),
);

function tableOf(entries: readonly [number, Run][]): (Run | undefined)[] {
  const table = new Array<Run | undefined>(256).fill(undefined);
  for (const [code, run] of entries) table[code] = run;
  return table;
}

/**
 * Vectors are nearly all of a pool: a run of floats that ends a list goes straight into it. By way of the stack, which
 * holds values of every kind, each float would become an object of its own.
 */
function pushFloats(s: PickleStack): void {
  const { cursor } = s;
  const list = s.listAtMark();
  const count = list ? cursor.runLength(binFloat) : 1;
  if (!list || cursor.afterRun(count) !== appends) {
    s.push(cursor.f64());
    return;
  }
  cursor.readRun(count, list);
  cursor.u8();
  s.dropMark();
}

function checkProtocol(s: PickleStack): void {
  const protocol = s.cursor.u8();
  if (protocol > newestProtocol) throw s.malformed(`protocol ${protocol} is not known`);
}

/** Frames only help readers that stream; what matters here is that none is cut. */
function checkFrame(s: PickleStack): void {
  const length = s.cursor.u64();
  if (length <= s.cursor.left) return;
  throw s.malformed(`it is cut off: a frame of ${length} bytes was announced and ${s.cursor.left} are left`);
}

function signedLength(s: PickleStack): number {
  const length = s.cursor.i32();
  if (length < 0) throw s.malformed('a length is negative');
  return length;
}

function utf8(s: PickleStack, length: number): string {
  if (length > stringLimit && length <= s.cursor.left)
    throw new PickleRefusal('limit-exceeded', 'a text is longer than 512 MB', s.cursor.at);
  return s.cursor.text(length, 'utf8');
}

function memoKey(s: PickleStack): number {
  const line = s.cursor.line();
  if (!/^\d{1,15}$/.test(line)) throw s.malformed('a memo number is malformed');
  return Number(line);
}

function refuse(s: PickleStack, reason: string): never {
  throw s.forbidden(reason);
}
