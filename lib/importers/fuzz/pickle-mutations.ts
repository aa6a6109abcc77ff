import type { Random } from '@/lib/core/random';
import type { Mutation } from './mutations';

/** What follows an opcode: so many bytes, so many lines, or a length of so many bytes and then as much. */
type Argument = { bytes: number } | { lines: number } | { length: number };

const argumentsOf = new Map<number, Argument>();
const say = (codes: string, argument: Argument) => {
  for (const code of codes) argumentsOf.set(code.charCodeAt(0), argument);
};
say('.(012NQRabdelostu}])\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x97\x98', { bytes: 0 });
say('Khq\x80\x82', { bytes: 1 });
say('M\x83', { bytes: 2 });
say('Jjr\x84', { bytes: 4 });
say('G\x95', { bytes: 8 });
say('FILSVPgp', { lines: 1 });
say('ci', { lines: 2 });
say('UC\x8a\x8c', { length: 1 });
say('TXB\x8b', { length: 4 });
say('\x8d\x8e\x96', { length: 8 });

export interface Operation {
  from: number;
  to: number;
}

/** Where the operations of a pickle lie, as far as they can be followed. */
export function operationsOf(content: Buffer): Operation[] {
  const found: Operation[] = [];
  for (let at = 0; at < content.length; ) {
    const argument = argumentsOf.get(content[at]!);
    if (!argument) break;
    const to = endOf(content, at + 1, argument);
    if (to === null || to > content.length) break;
    found.push({ from: at, to });
    at = to;
  }
  return found;
}

function endOf(content: Buffer, at: number, argument: Argument): number | null {
  if ('bytes' in argument) return at + argument.bytes;
  if ('length' in argument) {
    if (at + argument.length > content.length) return null;
    return at + argument.length + content.readUIntLE(at, Math.min(6, argument.length));
  }
  let end = at;
  for (let line = 0; line < argument.lines; line++) {
    end = content.indexOf(10, end) + 1;
    if (end === 0) return null;
  }
  return end;
}

/** Operations that run something, reach for what is not there, or claim more than there is. */
const hostile = [
  'R',
  'b',
  '\x81',
  '\x93',
  'cos\nsystem\n',
  'cbuiltins\neval\n',
  '(S"id"\nios\nsystem\n',
  'h\xff',
  'j\xff\xff\xff\x7f',
  'g99\n',
  'Pid\n',
  'Q',
  '\x82\x01',
  '\x97',
  '\x8d\xff\xff\xff\xff\xff\xff\x1f\x00',
  '\x8b\xff\xff\xff\xff',
  '\x95\xff\xff\xff\xff\xff\xff\xff\x7f',
  '\x80\x09',
  'X\xff\xff\xff\xff',
  'T\xff\xff\xff\x7f',
  'I99999999999999999999999\n',
  'Fnan\n',
  'G\x7f\xf0\x00\x00\x00\x00\x00\x00',
  '0',
  '1',
  '2',
  '(',
  'N',
  '}',
  ']',
  ')',
  'u',
  'e',
  't',
  's',
  'a',
  '.',
];

const below = (random: Random, n: number): number => Math.floor(random() * n);

/** Puts one operation in another's place. */
const atOperation =
  (
    change: (operation: Buffer, random: Random, all: Operation[], content: Buffer) => Buffer,
  ): Mutation['apply'] =>
  (content, random) => {
    const all = operationsOf(content);
    // Among the first operations are those that shape everything; in the rest one is like the others.
    const one = all[below(random, random() < 0.5 ? Math.min(all.length, 60) : all.length)];
    if (!one) return content;
    const changed = change(content.subarray(one.from, one.to), random, all, content);
    return Buffer.concat([content.subarray(0, one.from), changed, content.subarray(one.to)]);
  };

/** Damage that keeps a pickle readable as a sequence of operations. */
export const pickleMutations: readonly Mutation[] = [
  { name: 'an operation dropped', only: 'pickle', apply: atOperation(() => Buffer.alloc(0)) },
  {
    name: 'an operation doubled',
    only: 'pickle',
    apply: atOperation((operation) => Buffer.concat([operation, operation])),
  },
  {
    name: 'an operation from elsewhere',
    only: 'pickle',
    apply: atOperation((operation, random, all, content) => {
      const other = all[below(random, all.length)]!;
      return Buffer.concat([operation, content.subarray(other.from, other.to)]);
    }),
  },
  {
    name: 'a hostile operation',
    only: 'pickle',
    apply: atOperation((operation, random) => {
      const evil = Buffer.from(hostile[below(random, hostile.length)]!, 'latin1');
      return random() < 0.5 ? evil : Buffer.concat([operation, evil]);
    }),
  },
  {
    name: 'an argument changed',
    only: 'pickle',
    apply: atOperation((operation, random) => {
      const changed = Buffer.from(operation);
      for (let i = 1; i < changed.length; i++) if (random() < 0.3) changed[i] = below(random, 256);
      return changed;
    }),
  },
];
